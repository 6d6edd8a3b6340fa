package app.landfall.sdk

/**
 * The one native library of an app. On Android, call [load] before anything else of Landfall: the generated code calls through JNA, which never runs
 * `JNI_OnLoad`. On a desk nothing of this is needed: JNA finds the core's own library.
 */
object LandfallNative {
    private const val LIBRARY = "landfall_jni"

    /** By which the generated code finds its library. */
    private const val OVERRIDE = "uniffi.component.landfall_ffi.libraryOverride"

    private var loaded = false

    /**
     * Loads the library, and sets up what the process needs with the app's `Context`. May be called again.
     *
     * @throws UnsatisfiedLinkError if the app has no library for this processor
     * @throws RuntimeException if the system refuses what is to be set up
     */
    @Synchronized
    fun load(context: Any?) {
        if (loaded) return
        System.loadLibrary(LIBRARY)
        System.setProperty(OVERRIDE, LIBRARY)
        setUp(context)
        loaded = true
    }

    private external fun setUp(context: Any?)

    /** Whether a thread that Java did not start finds the class of this name; Bluetooth's must. For diagnostics. */
    external fun reaches(className: String): Boolean
}
