package app.landfall.sdk.android

import android.app.Activity
import android.app.PendingIntent
import android.content.Intent
import android.nfc.NfcAdapter
import android.nfc.Tag
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

/**
 * The phone as reader: while the activity is in front, the system brings it each tag that the phone is held to. By dispatch, since Android's reader mode
 * would have the phone be no card meanwhile, for a kiosk that reads ([KioskCardService]). The activity is `singleTop` or `singleTask`.
 */
class KioskReader(
    private val activity: Activity,
) {
    private val adapter: NfcAdapter? = NfcAdapter.getDefaultAdapter(activity)

    /** Whether there is NFC, and it is switched on. */
    val isThere: Boolean get() = adapter?.isEnabled == true

    /** Call it in `onResume`. */
    fun start() {
        val again = Intent(activity, activity.javaClass).addFlags(Intent.FLAG_ACTIVITY_SINGLE_TOP)
        // The system writes the tag into it.
        val pending = PendingIntent.getActivity(activity, 0, again, PendingIntent.FLAG_MUTABLE)
        adapter?.enableForegroundDispatch(activity, pending, null, arrayOf(arrayOf(IsoDep::class.java.name)))
    }

    /** Call it in `onPause`. */
    fun stop() {
        adapter?.disableForegroundDispatch(activity)
    }

    companion object {
        /** Call it in `onNewIntent`: the way to what the phone is held to; null if the intent is of something else. */
        fun taken(intent: Intent): IsoDepLink? =
            intent
                .getParcelableExtra(NfcAdapter.EXTRA_TAG, Tag::class.java)
                ?.let { IsoDep.get(it) }
                ?.let { IsoDepLink(it) }
    }
}
