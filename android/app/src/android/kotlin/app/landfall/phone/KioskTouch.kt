package app.landfall.phone

import android.app.Activity
import android.content.Context
import android.content.Intent
import android.nfc.NfcAdapter
import app.landfall.core.Landfall
import app.landfall.core.LandfallException
import app.landfall.phone.model.Touch
import app.landfall.sdk.android.KioskCardService
import app.landfall.sdk.android.KioskReader
import kotlin.concurrent.thread

/** NFC both ways at once: the phone reads a kiosk's tag, and is a card for a kiosk's reader. Reads only while the app is in front. */
internal class KioskTouch(
    private val context: Context,
) : Touch {
    private var activity: Activity? = null
    private var wanted: Pair<Landfall, (Exception) -> Unit>? = null
    private var reader: KioskReader? = null

    /** Whether there is NFC, and it is switched on. */
    val isThere: Boolean get() = NfcAdapter.getDefaultAdapter(context)?.isEnabled == true

    override fun start(
        core: Landfall,
        onOther: (Exception) -> Unit,
    ) {
        wanted = core to onOther
        KioskCardService.offer(core)
        read()
    }

    override fun stop() {
        wanted = null
        KioskCardService.offer(null)
        read()
    }

    fun inFront(activity: Activity?) {
        letGo()
        this.activity = activity
        read()
    }

    fun touched(intent: Intent) {
        val (core, onOther) = wanted ?: return
        val tag = KioskReader.taken(intent) ?: return
        // It is asked whether it is a kiosk, which takes an exchange: not on the main thread.
        thread {
            try {
                core.nfcTag(tag)
            } catch (failure: LandfallException) {
                onOther(failure)
            }
        }
    }

    private fun read() {
        val front = activity
        if (wanted == null || front == null) return letGo()
        if (reader == null) reader = KioskReader(front).also { it.start() }
    }

    private fun letGo() {
        reader?.stop()
        reader = null
    }
}
