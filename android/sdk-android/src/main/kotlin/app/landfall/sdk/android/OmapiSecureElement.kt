package app.landfall.sdk.android

import android.content.Context
import android.se.omapi.Channel
import android.se.omapi.SEService
import android.se.omapi.Session
import app.landfall.core.SecureElement
import app.landfall.core.SecureElementFailure
import java.io.IOException
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executor
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/**
 * A removable eUICC by OMAPI. The card itself says which apps may speak with it (its ARA-M names the hash of the app's certificate); the phone's own
 * eSIM lets none. Judged by `checkSecureElement` on a phone that has such a card.
 */
class OmapiSecureElement(
    context: Context,
) : SecureElement,
    AutoCloseable {
    private val connected = CountDownLatch(1)
    private val service = SEService(context, Executor { it.run() }) { connected.countDown() }
    private val open = HashMap<UInt, Pair<Session, Channel>>()
    private val next = AtomicInteger(1)

    override fun readers(): List<String> =
        if (ready()) service.readers.filter { runCatching { it.isSecureElementPresent }.getOrDefault(false) }.map { it.name } else emptyList()

    override fun openChannel(
        reader: String,
        aid: ByteArray,
    ): UInt =
        named {
            if (!ready()) throw IOException("the system's service for cards does not answer")
            val place = service.readers.firstOrNull { it.name == reader } ?: throw IOException("there is no reader $reader")
            val session = place.openSession()
            try {
                val channel = session.openLogicalChannel(aid) ?: throw IOException("no channel is free")
                val number = next.getAndIncrement().toUInt()
                synchronized(open) { open[number] = session to channel }
                number
            } catch (failure: Exception) {
                session.close()
                throw failure
            }
        }

    override fun transmit(
        channel: UInt,
        command: ByteArray,
    ): ByteArray =
        named {
            val (_, found) = synchronized(open) { open[channel] } ?: throw IOException("the channel is closed")
            // The system puts the channel's number into CLA.
            found.transmit(command)
        }

    override fun closeChannel(channel: UInt) {
        val (session, found) = synchronized(open) { open.remove(channel) } ?: return
        found.close()
        session.close()
    }

    override fun close() {
        synchronized(open) { open.keys.toList() }.forEach(::closeChannel)
        service.shutdown()
    }

    private fun ready() = connected.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && service.isConnected

    private inline fun <T> named(work: () -> T): T =
        try {
            work()
        } catch (failure: SecurityException) {
            throw SecureElementFailure.Denied(failure.message ?: "its access rules do not name this app")
        } catch (failure: NoSuchElementException) {
            throw SecureElementFailure.Unreachable(failure.message ?: "it has no such application")
        } catch (failure: IOException) {
            throw SecureElementFailure.Unreachable(failure.message ?: "it does not answer")
        } catch (failure: IllegalStateException) {
            throw SecureElementFailure.Unreachable(failure.message ?: "the channel is closed")
        }

    private companion object {
        const val PATIENCE_SECONDS = 5L
    }
}
