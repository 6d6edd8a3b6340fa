package app.landfall.sdk.android

import android.nfc.cardemulation.HostApduService
import android.os.Bundle
import app.landfall.core.Landfall
import java.util.concurrent.atomic.AtomicReference

/**
 * Host card emulation: the phone as a card that a kiosk's reader speaks with. Carries commands to the [Landfall] that is offered, and its answers back; the
 * core does not block over them, so the app's main thread, on which Android calls, is free.
 *
 * The AID stands in `res/xml/landfall_card.xml`; the system starts this when a reader selects it.
 */
class KioskCardService : HostApduService() {
    override fun processCommandApdu(
        command: ByteArray,
        extras: Bundle?,
    ): ByteArray = offered.get()?.nfcCommand(command) ?: NOBODY

    override fun onDeactivated(reason: Int) {
        offered.get()?.nfcGone()
    }

    companion object {
        private val offered = AtomicReference<Landfall?>(null)

        /** 6985, conditions of use not satisfied: the user is not at "Get a SIM here". */
        private val NOBODY = byteArrayOf(0x69, 0x85.toByte())

        /** Answers readers by [landfall] from now on, for `KioskTarget.Nfc`; or nobody answers any more. */
        fun offer(landfall: Landfall?) {
            offered.getAndSet(landfall)?.takeIf { it !== landfall }?.nfcGone()
        }
    }
}
