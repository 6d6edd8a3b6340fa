package app.landfall.sdk.android

import android.net.nsd.NsdManager
import android.net.nsd.NsdServiceInfo
import app.landfall.core.FoundService
import app.landfall.core.ServiceBrowserFailure
import java.net.Inet4Address
import java.net.Inet6Address
import java.net.InetAddress
import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import java.util.concurrent.Executor

/** What is asked of `NsdManager`, which only a phone has. */
internal interface Nsd {
    fun discover(
        service: String,
        listener: NsdManager.DiscoveryListener,
    )

    fun stop(listener: NsdManager.DiscoveryListener)

    fun follow(
        service: NsdServiceInfo,
        callback: NsdManager.ServiceInfoCallback,
    )

    fun unfollow(callback: NsdManager.ServiceInfoCallback)
}

internal class SystemNsd(
    private val found: NsdManager?,
) : Nsd {
    private val manager get() = found ?: throw ServiceBrowserFailure.Unavailable("no NsdManager")

    /** On the thread that tells. */
    private val here = Executor { it.run() }

    override fun discover(
        service: String,
        listener: NsdManager.DiscoveryListener,
    ) = manager.discoverServices(service, NsdManager.PROTOCOL_DNS_SD, listener)

    override fun stop(listener: NsdManager.DiscoveryListener) = manager.stopServiceDiscovery(listener)

    override fun follow(
        service: NsdServiceInfo,
        callback: NsdManager.ServiceInfoCallback,
    ) = manager.registerServiceInfoCallback(service, here, callback)

    override fun unfollow(callback: NsdManager.ServiceInfoCallback) = manager.unregisterServiceInfoCallback(callback)
}

/** As the core has it: IPv4 first, what is not UTF-8 left out. */
internal fun NsdServiceInfo.found() =
    FoundService(
        name = serviceName,
        addresses = hostAddresses.sortedBy { it !is Inet4Address }.map { "${it.host()}:$port" },
        fields = attributes.mapNotNull { (key, value) -> value?.text()?.let { key to it } }.toMap(),
    )

/** In brackets if it is of IPv6, the scope as a number: its name is one of Java's. */
private fun InetAddress.host(): String {
    val address = hostAddress.orEmpty().substringBefore('%')
    val scope = (this as? Inet6Address)?.scopeId?.takeIf { it != 0 }
    return if (this is Inet6Address) "[$address${scope?.let { "%$it" }.orEmpty()}]" else address
}

private fun ByteArray.text(): String? =
    try {
        val decoder = Charsets.UTF_8.newDecoder()
        decoder.decode(ByteBuffer.wrap(this)).toString()
    } catch (_: CharacterCodingException) {
        null
    }
