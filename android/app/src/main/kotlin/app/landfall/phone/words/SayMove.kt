package app.landfall.phone.words

/** A SIM that goes to another phone. */
enum class SayMove(
    override val en: String,
    override val zh: String,
) : Say {
    WhatHappens("What will happen", "将会发生什么"),
    AimMove("Move", "转移"),
    AimMoveWhy("The other phone gets it, it works there, and it is erased here. Never two live ones.", "另一台手机获得此卡并启用，本机上的随后删除，绝不会同时有两张有效卡。"),
    AimCopy("Copy", "复制"),
    AimCopyWhy("The other phone gets a sleeping copy. This one stays the live one.", "另一台手机得到休眠副本，本机仍为有效卡。"),
    AimActivate("Hand over the live role", "移交有效身份"),
    AimActivateWhy("A copy becomes the live one; the one that was live goes to sleep.", "副本变为有效卡，原有效卡转为休眠。"),
    ToWhich("To which phone", "转到哪台手机"),
    NeedsChip("A phone gets its chip with its first SIM from a kiosk. Without one it can take no other.", "手机从自助机获取首张卡时得到芯片，没有芯片则无法接收其他卡。"),
    NoOtherDevice("No other phone is in your account. Sign in there first.", "账户中没有其他手机，请先在那台手机上登录。"),
    Begin("Begin", "开始"),
    MoveBegins("Asking both phones…", "正在联系两台手机…"),
    StepOrdered("{0} was told what to do.", "已向“{0}”下达指令。"),
    StepWaits("Waiting for {0} to answer. Open Landfall there.", "等待“{0}”响应，请在那台手机上打开本应用。"),
    WithoutIt("Don't wait for it", "不再等待"),
    WithoutItWhy(
        "If {0} is lost, take the live role without it. Until it is reached its SIM may still be served; then it gives way.",
        "如果“{0}”已丢失，可直接取得有效身份。在联系上它之前，其卡可能仍可使用，之后自动让位。",
    ),
    StepDone("Done", "已完成"),
    StepLeft("{0} still has an order to obey, once it is reached.", "“{0}”联网后仍有一条指令待执行。"),
}
