package app.landfall.sdk.android

import android.annotation.SuppressLint
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.net.wifi.p2p.WifiP2pConfig
import android.net.wifi.p2p.WifiP2pInfo
import android.net.wifi.p2p.WifiP2pManager
import android.net.wifi.p2p.nsd.WifiP2pDnsSdServiceRequest
import android.os.Looper
import app.landfall.core.KioskTarget
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.suspendCancellableCoroutine
import java.io.IOException
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException

/**
 * A kiosk that announces itself by Wi-Fi Direct.
 *
 * @property address the device's, for [WifiDirect.connect]
 * @property port where it listens, by its announcement
 */
data class DirectKiosk(
    val name: String,
    val address: String,
    val port: Int,
)

/** Wi-Fi Direct hands over an address; from there on it is TCP. Needs `NEARBY_WIFI_DEVICES`. */
@SuppressLint("MissingPermission")
class WifiDirect(
    private val context: Context,
) {
    private val manager: WifiP2pManager? = context.getSystemService(WifiP2pManager::class.java)
    private val channel = manager?.initialize(context, Looper.getMainLooper(), null)

    /** Whether the phone has it. */
    val isThere: Boolean get() = manager != null && channel != null

    /** The kiosks that are found, as they are, for as long as somebody collects. */
    fun kiosks(): Flow<DirectKiosk> =
        callbackFlow {
            val (manager, channel) = parts()
            // A name and a port come by answers of their own, in any order.
            val names = HashMap<String, String>()
            val ports = HashMap<String, Int>()

            fun tell(address: String) {
                val name = names[address] ?: return
                trySend(DirectKiosk(name, address, ports[address] ?: return))
            }
            manager.setDnsSdResponseListeners(
                channel,
                { instance, type, device ->
                    if (type.startsWith(SERVICE)) names[device.deviceAddress] = instance
                    tell(device.deviceAddress)
                },
                { name, fields, device ->
                    if (SERVICE in name) fields[PORT]?.toIntOrNull()?.let { ports[device.deviceAddress] = it }
                    tell(device.deviceAddress)
                },
            )
            // Of one type alone only names would be answered, and no port.
            val request = WifiP2pDnsSdServiceRequest.newInstance()
            manager.addServiceRequest(channel, request, told("search") { close(it) })
            manager.discoverServices(channel, told("search") { close(it) })
            awaitClose { manager.removeServiceRequest(channel, request, null) }
        }

    /** Joins the kiosk's group; the target that the core visits. The system may ask the user. */
    suspend fun connect(kiosk: DirectKiosk): KioskTarget {
        val (manager, channel) = parts()
        val config =
            WifiP2pConfig().apply {
                deviceAddress = kiosk.address
                // The kiosk owns the group.
                groupOwnerIntent = WifiP2pConfig.GROUP_OWNER_INTENT_MIN
            }
        val info =
            suspendCancellableCoroutine { waiting ->
                val receiver =
                    object : BroadcastReceiver() {
                        override fun onReceive(
                            context: Context,
                            intent: Intent,
                        ) {
                            val info = intent.getParcelableExtra(WifiP2pManager.EXTRA_WIFI_P2P_INFO, WifiP2pInfo::class.java)
                            if (info?.groupFormed != true || !waiting.isActive) return
                            context.unregisterReceiver(this)
                            waiting.resume(info)
                        }
                    }
                val filter = IntentFilter(WifiP2pManager.WIFI_P2P_CONNECTION_CHANGED_ACTION)
                context.registerReceiver(receiver, filter, Context.RECEIVER_NOT_EXPORTED)
                waiting.invokeOnCancellation {
                    runCatching { context.unregisterReceiver(receiver) }
                    manager.cancelConnect(channel, null)
                }
                manager.connect(
                    channel,
                    config,
                    told("connect") {
                        runCatching { context.unregisterReceiver(receiver) }
                        if (waiting.isActive) waiting.resumeWithException(it)
                    },
                )
            }
        val host = info.groupOwnerAddress?.hostAddress ?: throw IOException("Wi-Fi Direct gave no address")
        return KioskTarget.Address("wifi-direct:$host:${kiosk.port}")
    }

    /** Leaves the group. */
    fun disconnect() {
        if (channel != null) manager?.removeGroup(channel, null)
    }

    private fun parts() = (manager ?: throw IOException("no Wi-Fi Direct")) to (channel ?: throw IOException("no Wi-Fi Direct"))

    private fun told(
        what: String,
        failed: (IOException) -> Unit,
    ) = object : WifiP2pManager.ActionListener {
        override fun onSuccess() = Unit

        override fun onFailure(reason: Int) = failed(IOException("Wi-Fi Direct did not $what: $reason"))
    }

    private companion object {
        /** The service's type, as by mDNS. */
        const val SERVICE = "_landfall._tcp"

        /** The field of the announcement that has the port. */
        const val PORT = "port"
    }
}
