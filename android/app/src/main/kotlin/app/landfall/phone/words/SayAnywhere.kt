package app.landfall.phone.words

/** What is said on many screens. */
enum class SayAnywhere(
    override val en: String,
    override val zh: String,
) : Say {
    Back("Back", "返回"),
    More("More", "更多"),
    Save("Save", "保存"),
    Close("Close", "关闭"),
    Continue("Continue", "继续"),
    TryAgain("Try again", "重试"),
    Share("Share", "分享"),
    Open("Open", "打开"),
    None("none", "无"),
    NotSaid("not said", "未说明"),
    NotTold("this phone does not tell", "本机不提供此信息"),
    ThisPhone("This phone", "本机"),
    ADevice("a device", "某台设备"),
    AServer("a server", "服务器"),
    ASim("SIM", "SIM 卡"),
    Reading("One moment…", "请稍候…"),
    Opening("Opening what this phone keeps…", "正在打开本机数据…"),
    TabSims("SIMs", "我的卡"),
    TabGet("Get", "获取"),
    TabAccount("Account", "账户"),
    TabLost("Lost", "丢失"),
}
