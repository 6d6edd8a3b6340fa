package app.landfall.phone.words

/** Failures of the phone itself. */
internal val phoneTroubles: Map<String, Chinese> =
    mapOf(
        "folder" to titled("无法打开应用数据", "请重启或更新应用；如仍出现，请查看诊断。", exact = true),
        "phone.locked" to titled("本机已锁定", "机主登录后才能使用。"),
        "phone.wiped" to titled("此处内容已销毁", "应机主指令或租约到期。"),
        "remains.none" to titled("没有遗留", "本机可重新设置。"),
        "vault" to titled("SIM 卡存储出错", "请查看诊断。", exact = true),
        "vault.damaged" to why("有数据损坏或被改动，请恢复数据，或重新获取此卡。"),
        "vault.keylost" to titled("卡密钥已丢失", "SIM 卡无法再打开，只能重新设置。"),
        "keystore.locked" to titled("请解锁手机", "解锁后重试。"),
        "keystore.user" to titled("请确认是您本人", "请验证指纹或锁屏密码。"),
        "keystore.invalidated" to titled("手机锁屏已更改", "密钥因此失效，SIM 卡无法再打开。"),
        "keystore" to titled("手机密钥库出错", "请重试。", exact = true),
        "runtime" to titled("手机资源不足", "请关闭其他应用后重试。"),
        "mistake" to titled("应用内部出错", "请重试；如仍出现，请重启应用。", exact = true),
    )
