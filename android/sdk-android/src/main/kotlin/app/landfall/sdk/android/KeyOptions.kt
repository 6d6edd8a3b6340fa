package app.landfall.sdk.android

/**
 * How the keys of a keystore are made. Keys that are there already stay as they were made.
 *
 * @property strongBox a chip of its own is tried first, where the phone has one; else its trusted environment
 * @property user if given, the user must confirm before keys are used for which it says so
 * @property unlockedOnly keys serve only while the phone is unlocked. Orders of the owner are then obeyed only once it is unlocked.
 */
data class KeyOptions(
    val strongBox: Boolean = true,
    val user: UserBinding? = null,
    val unlockedOnly: Boolean = false,
)

/**
 * Binds keys to the user: a strong biometric or the screen lock, confirmed within the last [seconds]. They become unusable for good once the screen
 * lock is taken away or another finger is enrolled.
 *
 * @property keys for which keys, by their id; what works in the background (the account's device key) must not be among them
 */
data class UserBinding(
    val seconds: Int,
    val keys: (String) -> Boolean,
)
