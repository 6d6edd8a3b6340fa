package app.landfall.sdk.android

import app.landfall.core.KeystoreFailure
import java.security.KeyStore

/** Numbers that only rise, each kept as the name of a keystore's entry: `landfall.number.<id>.<n>`. The highest of an id counts. */
internal class KeptNumbers(
    private val store: KeyStore,
    private val maker: KeyMaker,
) {
    /** The number; 0 if there is none. */
    fun read(id: String): ULong = all(id).maxOrNull() ?: 0uL

    /** Keeps [number] if it is higher. The new entry is there before the old ones go: after a kill both are, and the highest counts. */
    fun raise(
        id: String,
        number: ULong,
    ) {
        val before = all(id)
        if (number <= (before.maxOrNull() ?: 0uL)) return
        maker.mark(alias(id, number))
        before.forEach { store.deleteEntry(alias(id, it)) }
    }

    /** From the lowest: a kill half-way leaves the number as it was, not a lower one. */
    fun destroy(id: String) = all(id).sorted().forEach { store.deleteEntry(alias(id, it)) }

    /** A name is a key's or a number's. */
    fun mustNotBe(id: String) {
        if (all(id).isNotEmpty()) throw KeystoreFailure.NoSuchKey()
    }

    private fun all(id: String): List<ULong> {
        val prefix = alias(id, "")
        return store
            .aliases()
            .asSequence()
            .filter { it.startsWith(prefix) }
            .mapNotNull { it.removePrefix(prefix).toULongOrNull() }
            .toList()
    }

    private fun alias(
        id: String,
        number: Any,
    ) = "landfall.number.$id.$number"
}
