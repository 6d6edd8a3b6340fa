package app.landfall.sdk.kit

import app.landfall.core.landfallVersion
import app.landfall.sdk.LandfallNative
import kotlinx.coroutines.runBlocking
import java.io.File

/** An app's start: loads the one library, and uses it. Says what it found, line by line. */
object NativeMain {
    @JvmStatic
    fun main(arguments: Array<String>) {
        LandfallNative.load(null)
        LandfallNative.load(null)
        println("version ${landfallVersion()}")
        println("reaches ${LandfallNative.reaches(NativeMain::class.java.name)}")
        println("makes up ${LandfallNative.reaches("app.landfall.NoSuchClass")}")
        val folder = File.createTempFile("native", "").apply { delete() }
        try {
            runBlocking { Phone(folder).use { println("sims ${it.landfall.sims().size}") } }
            // JNA would have forgotten them with the call's end.
            val known = Thread.getAllStackTraces().keys.count { it.name == "landfall" && it.isDaemon }
            println("knows ${known > 1}")
        } finally {
            folder.deleteRecursively()
        }
        val libraries = File("/proc/self/maps").readLines().mapNotNull { Regex("liblandfall\\w*\\.so").find(it)?.value }
        println("libraries ${libraries.toSet().joinToString(",")}")
    }
}
