package app.landfall.sdk.kit

import app.landfall.core.SecureElement
import app.landfall.core.SecureElementFailure
import java.io.BufferedReader
import java.io.File

/**
 * A removable eUICC in a reader: the card of another desk's folder, which `landfall card serve --stdio` answers for, line by line, as a platform's
 * service for cards does. Its first SIM is the free one of the kiosk at [kiosk], whose operator has this [root].
 */
class CardInReader(
    folder: File,
    root: ByteArray,
    kiosk: String,
) : SecureElement,
    AutoCloseable {
    private val program = Program("landfall", File(folder, "card"))
    private var serving: Pair<Process, BufferedReader>? = null
    private val open = HashSet<UInt>()

    /** Whether the card is in the reader; one that is taken out is reached no more. */
    var isIn = true

    init {
        folder.mkdirs()
        val operator = File(folder, "root.der").apply { writeBytes(root) }
        val pin = File(folder, "pin").apply { writeText(Phone.PIN) }
        program.ask("roots", "add", operator.path)
        program.ask("acquire", "--kiosk", kiosk, "--class", Kiosk.FREE, "--pin-file", pin.path, "--yes")
    }

    override fun readers() = if (isIn) listOf(READER) else emptyList()

    @Synchronized
    override fun openChannel(
        reader: String,
        aid: ByteArray,
    ): UInt {
        if (reader != READER) throw SecureElementFailure.Unreachable("there is no reader $reader")
        val channel = ask("logic_channel_open", aid).first
        if (channel < 1) throw SecureElementFailure.Unreachable("no channel is free")
        return channel.toUInt().also { open += it }
    }

    /** The platform puts the channel's number into the class (ISO/IEC 7816-4 §5.4.1). */
    @Synchronized
    override fun transmit(
        channel: UInt,
        command: ByteArray,
    ): ByteArray {
        if (channel !in open) throw SecureElementFailure.Unreachable("the channel is closed")
        val numbered = command.copyOf().also { it[0] = (it[0].toInt() and 0xFC or channel.toInt()).toByte() }
        val (code, data) = ask("transmit", numbered)
        if (code < 0) throw SecureElementFailure.Unreachable("the card could not do that")
        return data.chunked(2).map { it.toInt(16).toByte() }.toByteArray()
    }

    @Synchronized
    override fun closeChannel(channel: UInt) {
        if (open.remove(channel)) ask("logic_channel_close", byteArrayOf(channel.toByte()))
    }

    /** lpac's lines: `{"type":"apdu","payload":{"func":…,"param":…}}`, and the answer's code and data. */
    private fun ask(
        what: String,
        param: ByteArray? = null,
    ): Pair<Int, String> {
        if (!isIn) throw SecureElementFailure.Unreachable("there is no card")
        val (card, lines) = serving ?: program.start("card", "serve", "--stdio").let { it to it.inputStream.bufferedReader() }.also { serving = it }
        val given = param?.let { "\"${hex(it)}\"" } ?: "null"
        card.outputStream.write("{\"type\":\"apdu\",\"payload\":{\"func\":\"$what\",\"param\":$given}}\n".toByteArray())
        card.outputStream.flush()
        val said = lines.readLine() ?: throw SecureElementFailure.Unreachable("the card's program has ended")
        val code = Regex("\"ecode\":(-?\\d+)").find(said) ?: throw SecureElementFailure.Unreachable(said)
        return code.groupValues[1].toInt() to texts(said, "data").firstOrNull().orEmpty()
    }

    override fun close() {
        serving?.let { (card, _) -> Serving(card, "").close() }
    }

    companion object {
        const val READER = "SIM1"
    }
}
