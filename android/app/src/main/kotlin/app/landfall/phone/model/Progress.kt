package app.landfall.phone.model

import app.landfall.core.FlowEvent
import app.landfall.core.Trouble

/** How far a SIM on its way is, from the events that its flow told. */
data class Progress(
    val operator: String = "",
    val from: String = "",
    val isConnected: Boolean = false,
    val leaseSeconds: UInt? = null,
    /** Who has to agree, and the code that both see. */
    val waits: Pair<String, String>? = null,
    val isAuthorised: Boolean = false,
    val received: ULong = 0u,
    val total: ULong? = null,
    val isInstalling: Boolean = false,
    val isInstalled: Boolean = false,
    val isReported: Boolean = false,
    val trouble: Trouble? = null,
) {
    fun after(event: FlowEvent): Progress =
        when (event) {
            is FlowEvent.Connected -> copy(isConnected = true, from = event.kiosk, operator = event.operator)
            is FlowEvent.Reserved -> copy(leaseSeconds = event.leaseSeconds)
            is FlowEvent.Waiting -> copy(waits = event.who to event.code)
            is FlowEvent.Authorised -> copy(waits = null, isAuthorised = true)
            is FlowEvent.Authenticated -> copy(isConnected = true)
            is FlowEvent.Offered -> copy(operator = event.operator)
            is FlowEvent.Bytes -> copy(waits = null, isAuthorised = true, received = event.received, total = event.total)
            is FlowEvent.Installing -> copy(isInstalling = true)
            is FlowEvent.Installed -> copy(isInstalled = true)
            is FlowEvent.Reported -> copy(isReported = true)
            else -> this
        }
}
