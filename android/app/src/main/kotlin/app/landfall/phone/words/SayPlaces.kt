package app.landfall.phone.words

/** Where SIMs work. */
enum class SayPlaces(
    override val en: String,
    override val zh: String,
) : Say {
    WhereIntro("A SIM from Landfall is a real one. Where it can be put depends on the phone.", "Landfall 的 SIM 卡是真正的卡，但能放在哪里取决于手机。"),
    WhereSoftware("Software card", "软件卡"),
    WhereSoftwareWhy(
        "Kept in this app, for programs that ask it to authenticate. A stock modem takes no software card: calls and mobile data need a phone whose maker installed the driver.",
        "保存在本应用中，供程序请求鉴权。普通手机的调制解调器不接受软件卡：通话和移动数据需要厂商预装驱动的手机。",
    ),
    WhereRemovable("Removable eUICC", "可拆卸 eUICC"),
    WhereRemovableWhy("A card that is put in the SIM slot or a reader. Its SIM works in any phone it is put into.", "放入卡槽或读卡器的实体卡，放入任何手机都能用。"),
    WhereSystem("The phone's own eSIM", "手机自带 eSIM"),
    WhereSystemWhy(
        "A stock eUICC trusts the GSMA's CI only. It takes a SIM from servers that are certified there, not from a kiosk with its operator's own root.",
        "出厂 eUICC 只信任 GSMA 的 CI，只接受其认证服务器的卡，不接受使用运营商自有根证书的自助机。",
    ),
    Manage("Its SIMs", "管理其中的卡"),
    LookingReaders("Looking for cards…", "正在查找卡片…"),
    NoRemovable("No card here", "未找到卡片"),
    NoRemovableWhy("Put an eUICC card into the slot or a reader. Its maker decides which apps may speak with it.", "请将 eUICC 卡放入卡槽或读卡器。能否访问由卡片厂商决定。"),
    WhichReader("Which card", "哪张卡片"),
    CardEmpty("No SIM in this card", "卡片中没有 SIM 卡"),
    CardEmptyWhy("Add one by an activation code.", "可用激活码添加。"),
    AddToCard("Add a SIM to it", "添加到此卡片"),
    CardOnly("In the card, not in this app: no account syncs, locks or wipes it.", "存于卡片而非本应用：账户无法同步、锁定或擦除。"),
    DeleteFromCardWhy("It is erased in the card. Nobody can bring it back; a new SIM has to be bought.", "将从卡片中删除，任何人都无法恢复，只能重新购买。"),
    Possible("Possible here", "本机可用"),
    InAppsOnly("In apps only", "仅限应用内"),
    NoReader("No card or reader", "无卡或读卡器"),
    GsmaOnly("GSMA servers only", "仅 GSMA 服务器"),
    NoEsim("Not in this phone", "本机没有"),
    CarrierLock("Operator's lock", "运营商锁"),
    LockedToOperator("locked to an operator", "已被运营商锁定"),
    NotLockedToOperator("none", "无"),
}
