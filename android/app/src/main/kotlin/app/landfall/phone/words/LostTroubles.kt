package app.landfall.phone.words

/** Failures of orders from afar. */
internal val lostTroubles: Map<String, Chinese> =
    mapOf(
        "away.other" to titled("属于其他账户", "请使用本机所属账户的密码。"),
        "away.other.sheet" to why("请使用该账户最新的恢复单。"),
        "away.missing" to titled("没有此设备或指令", "请从列表中选择。"),
        "away.missing.device" to why("账户中没有这台手机，请从列表中选择。"),
        "away.missing.order" to why("没有此指令，请从列表中选择。"),
        "away.order" to titled("与所下指令不符", "服务器的应答无法读取，请查看指令列表。"),
        "away.owed" to titled("尚欠一份回执", "请先联网提交回执；若直接重新开始，机主将收不到回执。"),
        "away.power" to titled("仅凭密码只能锁定", "擦除需要恢复单或账户中的另一台手机。"),
        "away.record" to titled("指令记录已损坏", "请检查本机存储空间后重试。", exact = true),
        "away.record.putback" to why("记录被退回到过去，可能有指令因此失效，所以未打开任何内容。请重新设置并登录。"),
        "away.record.unreadable" to why("记录无法读取，请更新本应用；如仍出现，请重新设置并登录。"),
        "away.refused" to titled("未能下达指令", "原因如下：", exact = true),
        "away.refused.keys" to why("账户密钥无法打开，请使用最新的恢复单。"),
        "away.refused.onlyonline" to why("机主不允许离线解锁，请连接网络后用密码登录。"),
        "away.refused.toolate" to why("此指令已无法撤回，请查看其状态和回执。"),
        "away.refused.usedup" to why("该手机不能再接受指令，请移出账户后重新登录。"),
        "away.refused.takenout" to why("该手机已不在账户中，请在其上登录，或选择其他手机。"),
        "away.refused.holder" to why("不知道有效卡在哪台手机上，请先同步再查看。"),
        "away.refused.livethere" to why("有效卡已在该手机上，请选择其他手机。"),
        "away.refused.nocopy" to why("该手机没有此卡的副本，请先由持有此卡的手机复制过去；如其已丢失，请向运营商索取新卡。"),
        "away.refused.noeuicc" to why("该手机还没有可存放此卡的 eUICC，请先在其上获取一张 SIM 卡。"),
        "away.refused.declined" to why("该手机拒绝了，请查看回执，处理后重新下达。", exact = true),
        "away.refused.receipts" to why("该手机的回执不成立，服务器可能扣留了一部分，请稍后重试。"),
    )
