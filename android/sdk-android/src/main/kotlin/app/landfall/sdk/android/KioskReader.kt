package app.landfall.sdk.android

import android.app.Activity
import android.nfc.NfcAdapter
import android.nfc.tech.IsoDep
import app.landfall.core.NfcFailure
import app.landfall.core.NfcLink
import java.io.IOException

/** ISO-DEP to a kiosk that the phone is held to. */
class IsoDepLink(
    private val tag: IsoDep,
) : NfcLink {
    /** Connects, if it is not connected. The kiosk may take its time over a card's signature. */
    fun connect() {
        if (!tag.isConnected) tag.connect()
        tag.timeout = TIMEOUT_MILLIS
    }

    override fun transceive(command: ByteArray): ByteArray =
        try {
            connect()
            tag.transceive(command)
        } catch (failure: IOException) {
            throw NfcFailure.Gone(failure.message ?: "it was taken away")
        } catch (failure: SecurityException) {
            // Android says so of a tag that another one has replaced.
            throw NfcFailure.Gone(failure.message ?: "it was taken away")
        }

    private companion object {
        const val TIMEOUT_MILLIS = 5_000
    }
}

/** The phone as reader: while the activity is in front, [found] is told of each kiosk that the phone is held to, on a thread of the system's. */
class KioskReader(
    private val activity: Activity,
    private val found: (IsoDepLink) -> Unit,
) {
    private val adapter: NfcAdapter? = NfcAdapter.getDefaultAdapter(activity)

    /** Whether there is NFC, and it is switched on. */
    val isThere: Boolean get() = adapter?.isEnabled == true

    /** Call it in `onResume`. */
    fun start() {
        adapter?.enableReaderMode(activity, { tag -> IsoDep.get(tag)?.let { found(IsoDepLink(it)) } }, FLAGS, null)
    }

    /** Call it in `onPause`. */
    fun stop() {
        adapter?.disableReaderMode(activity)
    }

    private companion object {
        const val FLAGS =
            NfcAdapter.FLAG_READER_NFC_A or NfcAdapter.FLAG_READER_NFC_B or NfcAdapter.FLAG_READER_SKIP_NDEF_CHECK
    }
}
