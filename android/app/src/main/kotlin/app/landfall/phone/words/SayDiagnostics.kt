package app.landfall.phone.words

/** *Diagnostics*. */
enum class SayDiagnostics(
    override val en: String,
    override val zh: String,
) : Say {
    Diagnostics("Diagnostics", "诊断"),
    Looking("Looking at everything…", "正在检查…"),
    AllWell("All is well", "一切正常"),
    NotAllWell("Needs a look: {0}", "需要留意：{0} 项"),
    Well("well", "正常"),
    NeedsLook("needs a look", "需要留意"),
    OnClock("Clock", "时钟"),
    OnKeystore("Keystore", "密钥库"),
    OnVault("Storage of SIMs", "SIM 卡存储"),
    OnRoots("Trusted operators", "信任的运营商"),
    OnUnfinished("Unfinished", "未完成的获取"),
    OnResults("Results", "待通知的结果"),
    OnAccount("Sync", "同步"),
    OnLease("Lock", "锁定"),
    OnOther("Other", "其他"),
    Report("Report", "报告"),
    ReportWhy("Names no person, no SIM and no key. Send it to whoever helps you.", "不含个人、SIM 卡或密钥信息，可发给协助您的人。"),
    ShareReport("Share report", "分享报告"),
    Trusted("Operators that are trusted", "信任的运营商"),
    NoneTrusted("No operator is trusted yet, so no kiosk can prove itself.", "尚未信任任何运营商，自助机无法证明身份。"),
}
