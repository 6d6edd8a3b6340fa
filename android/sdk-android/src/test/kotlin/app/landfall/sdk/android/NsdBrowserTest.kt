package app.landfall.sdk.android

import android.net.nsd.NsdManager
import android.net.nsd.NsdServiceInfo
import app.landfall.core.ServiceBrowserFailure
import app.landfall.core.checkServiceBrowser
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.net.Inet6Address
import java.net.InetAddress
import kotlin.concurrent.thread

class NsdBrowserTest {
    /** The phone's service as [NsdManager] behaves: it tells on threads of its own, and refuses to stop what it does not know. */
    private class Air(
        private val tell: (String, NsdManager.DiscoveryListener) -> Unit,
    ) : Nsd {
        private val known = mutableSetOf<Any>()
        private val services = mutableMapOf<String, NsdServiceInfo>()

        /** What was begun and not ended. */
        val open get() = synchronized(known) { known.size }

        fun put(service: NsdServiceInfo) = service.also { services[it.serviceName] = it }

        override fun discover(
            service: String,
            listener: NsdManager.DiscoveryListener,
        ) {
            synchronized(known) { known += listener }
            thread { tell(service, listener) }
        }

        override fun stop(listener: NsdManager.DiscoveryListener) = end(listener)

        override fun follow(
            service: NsdServiceInfo,
            callback: NsdManager.ServiceInfoCallback,
        ) {
            synchronized(known) { known += callback }
            services[service.serviceName]?.let { thread { callback.onServiceUpdated(it) } }
        }

        override fun unfollow(callback: NsdManager.ServiceInfoCallback) = end(callback)

        private fun end(what: Any) = require(synchronized(known) { known.remove(what) }) { "not registered" }
    }

    private fun service(
        name: String,
        vararg addresses: InetAddress,
    ) = NsdServiceInfo(name, "_landfall._tcp").apply {
        hostAddresses = addresses.toList()
        port = 7788
        setAttribute("v", "1")
        setAttribute("op", "北方")
        setAttribute("odd", byteArrayOf(-1))
    }

    private val here = InetAddress.getByName("192.0.2.7")
    private val linkLocal: InetAddress = Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").address, 3)

    // R: A2
    @Test
    fun `it keeps the contract`() {
        lateinit var air: Air
        air =
            Air { type, listener ->
                listener.onDiscoveryStarted(type)
                if (type == "_landfall._tcp") listener.onServiceFound(air.put(service("Gate 7.2", linkLocal, here)))
            }
        assertNull(checkServiceBrowser(NsdBrowser(air), "Gate 7.2"))
        assertEquals(0, air.open, "all is stopped")
        val found = NsdBrowser(air).browse("_landfall._tcp", 1u).single()
        assertEquals(listOf("192.0.2.7:7788", "[fe80:0:0:0:0:0:0:1%3]:7788"), found.addresses)
        assertEquals(mapOf("v" to "1", "op" to "北方"), found.fields)
    }

    // R: A2
    @Test
    fun `what has gone, or is nowhere, is not found`() {
        lateinit var air: Air
        air =
            Air { _, listener ->
                val gone = air.put(service("Gone", here))
                listener.onServiceFound(gone)
                // Told twice, as on a phone that joins another access point.
                listener.onServiceFound(gone)
                listener.onServiceLost(gone)
                listener.onServiceFound(NsdServiceInfo("Nowhere", "_landfall._tcp"))
                listener.onServiceFound(air.put(service("Gate 8", here)))
            }
        assertEquals(listOf("Gate 8"), NsdBrowser(air).browse("_landfall._tcp", 1u).map { it.name })
        assertEquals(0, air.open, "all is stopped")
    }

    // R: A2 F3
    @Test
    fun `a search that fails says so at once`() {
        val failing = NsdBrowser(Air { type, listener -> listener.onStartDiscoveryFailed(type, NsdManager.FAILURE_MAX_LIMIT) })
        val from = System.nanoTime()
        assertThrows(ServiceBrowserFailure.Unavailable::class.java) { failing.browse("_landfall._tcp", 60u) }
        assertTrue(System.nanoTime() - from < 30_000_000_000)
        val forbidden =
            object : Nsd by Air({ _, _ -> }) {
                override fun discover(
                    service: String,
                    listener: NsdManager.DiscoveryListener,
                ) = throw SecurityException("local network")
            }
        val denied = assertThrows(ServiceBrowserFailure.Denied::class.java) { NsdBrowser(forbidden).browse("_landfall._tcp", 60u) }
        assertEquals("local network", denied.what)
    }
}
