package app.landfall.sdk.android

import android.app.Application
import app.landfall.core.FlowEvent
import app.landfall.core.KioskTarget
import app.landfall.core.SelectionData
import app.landfall.sdk.result

// The example of docs/android.md, from here
class App :
    Application(),
    LandfallHost {
    private val phone by lazy { LandfallAndroid(this) }

    override suspend fun landfall() = phone.landfall()

    override suspend fun remains() = phone.remains()
}

suspend fun getSim(app: App, scanned: String, show: (FlowEvent) -> Unit): String? =
    app.landfall().visit(KioskTarget.Code(scanned)).use { kiosk ->
        val offer = kiosk.offers(SelectionData(null, null, null, listOf("JP"))).first()
        kiosk.acquire(offer.classId, null, null).result { event -> show(event) }.iccid
    }
// to here
