package app.landfall.sdk.android

import android.content.Context
import android.net.nsd.NsdManager
import android.net.nsd.NsdServiceInfo
import app.landfall.core.FoundService
import app.landfall.core.ServiceBrowser
import app.landfall.core.ServiceBrowserFailure
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/**
 * The system's search of the local network. It hears multicast for the app; sockets of an app's own would hear none on many phones without a lock that
 * costs battery.
 */
class NsdBrowser internal constructor(
    private val nsd: Nsd,
) : ServiceBrowser {
    constructor(context: Context) : this(SystemNsd(context.getSystemService(NsdManager::class.java)))

    override fun browse(
        service: String,
        seconds: UInt,
    ): List<FoundService> {
        val search = Search()
        try {
            nsd.discover(service, search)
            search.waitFor(seconds.toLong())
        } catch (refused: SecurityException) {
            throw ServiceBrowserFailure.Denied(refused.message.orEmpty())
        } catch (interrupted: InterruptedException) {
            Thread.currentThread().interrupt()
            throw ServiceBrowserFailure.Unavailable("interrupted")
        } finally {
            search.stop()
        }
        return search.found()
    }

    /** One search. The system tells it on threads of its own. */
    private inner class Search : NsdManager.DiscoveryListener {
        private val failed = CountDownLatch(1)
        private var failure: Int? = null
        private var isStopped = false

        /** A service is there once on each network; the first found comes first. */
        private val sights = LinkedHashMap<Pair<String, Any?>, Sight>()

        fun waitFor(seconds: Long) {
            failed.await(seconds, TimeUnit.SECONDS)
            synchronized(sights) { failure }?.let { throw ServiceBrowserFailure.Unavailable("NsdManager $it") }
        }

        fun found(): List<FoundService> =
            synchronized(sights) { sights.values.mapNotNull { it.found } }
                .groupBy { it.name }
                .map { (name, same) -> FoundService(name, same.flatMap { it.addresses }.distinct(), same.first().fields) }

        fun stop() {
            val all =
                synchronized(sights) {
                    isStopped = true
                    sights.values.toList()
                }
            // What was refused is not there to be stopped.
            runCatching { nsd.stop(this) }
            all.forEach { runCatching { nsd.unfollow(it) } }
        }

        override fun onServiceFound(service: NsdServiceInfo) {
            val sight = Sight()
            synchronized(sights) {
                if (isStopped || sights.putIfAbsent(service.serviceName to service.network, sight) != null) return
            }
            nsd.follow(service, sight)
            // Who stopped meanwhile did not see it yet.
            if (synchronized(sights) { isStopped }) runCatching { nsd.unfollow(sight) }
        }

        override fun onServiceLost(service: NsdServiceInfo) {
            val sight = synchronized(sights) { sights.remove(service.serviceName to service.network) } ?: return
            runCatching { nsd.unfollow(sight) }
        }

        override fun onStartDiscoveryFailed(
            service: String,
            code: Int,
        ) {
            synchronized(sights) { failure = code }
            failed.countDown()
        }

        override fun onDiscoveryStarted(service: String) = Unit

        override fun onDiscoveryStopped(service: String) = Unit

        override fun onStopDiscoveryFailed(
            service: String,
            code: Int,
        ) = Unit
    }

    /** Where one service is, as it is told last. */
    private class Sight : NsdManager.ServiceInfoCallback {
        @Volatile
        var found: FoundService? = null
            private set

        override fun onServiceUpdated(service: NsdServiceInfo) {
            found = service.found()
        }

        override fun onServiceLost() {
            found = null
        }

        // Others may still be told of.
        override fun onServiceInfoCallbackRegistrationFailed(code: Int) = Unit

        override fun onServiceInfoCallbackUnregistered() = Unit
    }
}
