package app.landfall.sdk.android

import android.app.Application
import app.landfall.core.FlowEvent
import app.landfall.core.KioskTarget
import app.landfall.core.SelectionData
import app.landfall.sdk.result
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async

// The example of docs/android.md, from here
class App :
    Application(),
    LandfallHost {
    private val opened = CoroutineScope(Dispatchers.IO).async(start = CoroutineStart.LAZY) { LandfallAndroid(this@App).open().also { it.start() } }

    override suspend fun landfall() = opened.await()
}

suspend fun getSim(app: App, scanned: String, show: (FlowEvent) -> Unit): String? =
    app.landfall().visit(KioskTarget.Code(scanned)).use { kiosk ->
        val offer = kiosk.offers(SelectionData(null, null, null, listOf("JP"))).first()
        kiosk.acquire(offer.classId, null, null).result { event -> show(event) }.iccid
    }
// to here
