package app.landfall.sdk

/**
 * Gives what a person typed to [work] as bytes, and overwrites them afterwards, whatever happens. Take it from the text field as characters: a
 * `String` of it could not be overwritten.
 */
inline fun <T> typed(
    characters: CharArray,
    work: (ByteArray) -> T,
): T {
    val encoded = Charsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(characters))
    val bytes = ByteArray(encoded.remaining()).also(encoded::get)
    try {
        return work(bytes)
    } finally {
        bytes.fill(0)
        encoded.array().fill(0)
        characters.fill('\u0000')
    }
}
