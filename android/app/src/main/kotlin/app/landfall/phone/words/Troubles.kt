package app.landfall.phone.words

import app.landfall.core.Finding
import app.landfall.core.Trouble

/** A failure in words. */
data class TroubleText(
    val title: String,
    val explanation: String,
    val advice: String,
)

/** The core's own words are English; for others its key names a translation. One that is not known keeps the core's. */
fun Trouble.words(language: Language): TroubleText {
    val known = chinese[key]
    if (language == Language.English || known == null) return TroubleText(title, explanation, advice)
    val tries = Regex("\\d+").find(explanation)?.value
    return TroubleText(known.first, known.second.replace("{0}", tries ?: "?"), if (key in exact) explanation else "")
}

/** The keys whose sentence says more than the title: it is shown as it is. */
private val exact =
    setOf(
        "kiosk.refused",
        "card.refused",
        "sale.refused",
        "server.unreachable",
        "download",
        "install",
        "package",
        "vault",
        "folder",
        "mistake",
        "keystore",
        "order",
        "family",
        "sync",
    )

/** Titles and sentences by [Trouble.key]. */
val chinese: Map<String, Pair<String, String>> =
    mapOf(
        "folder" to ("无法打开应用数据" to "请重启应用；如仍出现，请查看诊断。"),
        "network.search" to ("无法在此网络上搜索" to "请连接自助机的网络，或使用其代码。"),
        "cloud.address" to ("不是服务器地址" to "地址应形如 https://…"),
        "kiosk.code" to ("不是自助机代码" to "请对照屏幕重新输入，应以 LANDFALL: 开头。"),
        "code.activation" to ("不是激活码" to "激活码以 LPA:1$ 开头，请对照重新输入。"),
        "money" to ("不是金额" to "请按“20 EUR”的格式输入。"),
        "account.sheet" to ("恢复单输入有误" to "请逐字核对后重新输入。"),
        "phone.locked" to ("本机已锁定" to "机主登录后才能使用。"),
        "card.missing" to ("没有这张卡" to "请从列表中选择。"),
        "card.failed" to ("SIM 卡无响应" to "请稍后重试。"),
        "card.number" to ("不是卡号" to "请从列表中选择一张卡。"),
        "phonebook" to ("未能写入电话簿" to "请检查姓名和号码的长度，或删除旧的联系人。"),
        "euicc" to ("eSIM 芯片出错" to "请稍后重试。"),
        "euicc.none" to ("还没有 eSIM" to "请先从自助机获取一张 SIM 卡。"),
        "copy.unvouched" to ("未能复制" to "副本未经担保，未作任何更改。"),
        "kiosk.refused" to ("自助机拒绝了" to "原因如下："),
        "kiosk.unreachable" to ("无法连接自助机" to "请靠近自助机并检查 Wi-Fi，然后重试。"),
        "kiosk.lost" to ("与自助机的连接中断" to "不会丢失任何内容，请重试，将从中断处继续。"),
        "kiosk.untrusted" to ("此自助机不可信" to "请勿继续，并告知工作人员。"),
        "kiosk.operator" to ("未信任的运营商" to "本机不信任此自助机的运营商。"),
        "kiosk.other" to ("应答的是另一台自助机" to "请重新扫描自助机上的代码。"),
        "kiosk.certificate" to ("证书无效" to "请勿继续，并告知工作人员。"),
        "kiosk.search" to ("无法搜索自助机" to "请打开 Wi-Fi 和蓝牙，或使用自助机的代码。"),
        "kiosk.address" to ("不是自助机地址" to "请重新扫描自助机上的代码。"),
        "kiosk.bluetooth" to ("蓝牙不可用" to "请打开蓝牙并允许本应用使用，或改用 Wi-Fi。"),
        "kiosk.nfc" to ("自助机的 NFC 已断开" to "请再次将手机贴近自助机。"),
        "kiosk.link" to ("本机不支持此连接方式" to "请使用自助机的其他代码或其 Wi-Fi。"),
        "package" to ("程序未安装" to "请稍后重试。"),
        "roots.none" to ("尚未信任任何运营商" to "请先添加运营商的根证书。"),
        "roots.bad" to ("不是运营商证书" to "请向运营商索取正确的文件。"),
        "card.refused" to ("SIM 卡拒绝了" to "原因如下："),
        "sale.refused" to ("未获批准" to "号码已释放，可选择其他套餐。"),
        "identity" to ("这些文件无法生成 eSIM" to "请检查文件。"),
        "server.unreachable" to ("无法连接服务器" to "请检查网络后重试。"),
        "discovery.nothing" to ("没有等待下载的卡" to "请向运营商确认。"),
        "download" to ("SIM 卡未下载" to "原因如下："),
        "install" to ("SIM 卡未安装" to "原因如下："),
        "cancelled" to ("已停止" to "未作任何更改。"),
        "account.none" to ("未登录账户" to "请先注册或登录。"),
        "account.exists" to ("已登录账户" to "请先在本机退出。"),
        "account.taken" to ("此名称已被使用" to "请换一个名称，或改为登录。"),
        "account.name" to ("名称无效" to "请换一个名称。"),
        "account.weak" to ("密码太短" to "请使用更长的密码，例如几个词。"),
        "account.other" to ("恢复单属于其他账户" to "请使用此账户的恢复单。"),
        "account.revoked" to ("本机已被移出账户" to "请重新登录。"),
        "account.notapproved" to ("未获批准" to "请重新请求，并在另一台手机上核对代码。"),
        "account.password" to ("密码错误" to "请检查后重试。"),
        "account.failed" to ("账户未更改" to "请重试。"),
        "cloud.lies" to ("服务器不可信" to "服务器给出的内容不成立，未作任何更改。"),
        "cloud.unreachable" to ("无法连接账户服务器" to "请检查网络；修改会保留，联网后自动同步。"),
        "cloud.refused" to ("账户服务器拒绝了" to "请稍后重试。"),
        "away.other" to ("属于其他账户" to "请使用丢失手机所属账户的恢复单或密码。"),
        "away.missing" to ("没有此设备或指令" to "请从列表中选择。"),
        "away.owed" to ("尚欠一份回执" to "请先联网提交回执，再重新开始。"),
        "away.power" to ("仅凭密码只能锁定" to "擦除需要恢复单或账户中的另一台手机。"),
        "away.record" to ("指令记录已损坏" to "请重试；如仍出现，请查看诊断。"),
        "away.refused" to ("未能下达指令" to "请重试。"),
        "sync" to ("未能同步" to "修改会保留，请稍后重试。"),
        "family" to ("账户关系未更改" to "请重试。"),
        "family.code" to ("不是邀请码" to "请与收到的邀请码核对。"),
        "family.rights" to ("未知权限" to "请从列表中选择。"),
        "order" to ("未能订购" to "请稍后重试。"),
        "phone.wiped" to ("此处内容已销毁" to "应机主指令或租约到期。"),
        "vault.keylost" to ("卡密钥已丢失" to "SIM 卡无法再打开，只能重新设置。"),
        "vault" to ("SIM 卡存储出错" to "请查看诊断。"),
        "keystore.locked" to ("请解锁手机" to "解锁后重试。"),
        "keystore.user" to ("请确认是您本人" to "请验证指纹或锁屏密码。"),
        "keystore.invalidated" to ("手机锁屏已更改" to "密钥因此失效，SIM 卡无法再打开。"),
        "keystore" to ("手机密钥库出错" to "请重试。"),
        "pin.notset" to ("尚未设置 PIN 码" to "请先设置首个 PIN 码。"),
        "pin.blocked" to ("PIN 码已锁定" to "请使用 PUK 码解锁。"),
        "pin.needed" to ("需要 PIN 码" to "请输入此卡的 PIN 码。"),
        "pin.format" to ("PIN 码格式不对" to "请输入 4 至 8 位数字。"),
        "pin.wrong" to ("PIN 码错误" to "剩余尝试次数：{0}。"),
        "pin.notallowed" to ("SIM 卡不允许" to "此操作不被此卡支持。"),
        "country" to ("不是国家代码" to "国家为两个字母，例如 FR。"),
        "remains.none" to ("没有遗留" to "本机可重新设置。"),
        "aka" to ("不是鉴权请求" to "需要 RAND 和 AUTN 各 16 字节。"),
        "runtime" to ("手机资源不足" to "请关闭其他应用后重试。"),
        "mistake" to ("应用内部出错" to "请重试；如仍出现，请重启应用。"),
    )

/** What a finding says. The core's sentence is English; for others its key and its count do. */
fun Finding.words(language: Language): String {
    if (language == Language.English) return what
    return when (key) {
        "clock" -> "时钟不可能是现在显示的时间，请校准。"
        "keystore" -> if (well) "密钥由硬件保护。" else "密钥仅由软件保护。"
        "damaged" -> "有数据无法读取。"
        "operators" -> "信任的运营商：$count。"
        "unfinished" -> "未结束的获取：$count。"
        "results" -> "等待自助机的结果：$count。"
        "account" -> "等待同步的修改：$count。"
        "locked" -> "本机已锁定，未检查 SIM 卡。"
        else -> what
    }
}
