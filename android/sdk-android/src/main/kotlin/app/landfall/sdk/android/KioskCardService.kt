package app.landfall.sdk.android

import android.nfc.cardemulation.HostApduService
import android.os.Bundle
import java.util.concurrent.atomic.AtomicReference

/** The phone as a card that a kiosk's reader speaks with: takes a command APDU, answers data ‖ SW1 ‖ SW2. */
interface ApduCard {
    /** Answers one command. Called on the app's main thread: it must not block. */
    fun process(command: ByteArray): ByteArray

    /** The reader is gone, or has selected another application. */
    fun gone()
}

/**
 * Host card emulation: carries a kiosk's commands to the [ApduCard] that is [offer]ed. Its AID stands in `res/xml/landfall_card.xml`; the system starts it
 * when a reader selects that.
 */
class KioskCardService : HostApduService() {
    override fun processCommandApdu(
        command: ByteArray,
        extras: Bundle?,
    ): ByteArray = card.get()?.process(command) ?: NOBODY

    override fun onDeactivated(reason: Int) {
        card.get()?.gone()
    }

    companion object {
        private val card = AtomicReference<ApduCard?>(null)

        /** 6985, conditions of use not satisfied: the user is not at "Get a SIM here". */
        private val NOBODY = byteArrayOf(0x69, 0x85.toByte())

        /** Offers [own] to readers, or nothing any more. */
        fun offer(own: ApduCard?) {
            card.getAndSet(own)?.takeIf { it !== own }?.gone()
        }
    }
}
