// The AAR: what Maven builds as two modules (sdk for any JVM, sdk-android for Android), in one, with the native library in it.
plugins {
    id("com.android.library")
    id("org.jetbrains.kotlin.android")
}

/** Made by `scripts/bindings`. */
val bindings = System.getenv("LANDFALL_BINDINGS") ?: "$rootDir/../target/bindings"

/** Made by `scripts/android-native`, which needs the NDK: a folder per ABI with liblandfall_jni.so in it. */
val native = System.getenv("LANDFALL_JNI_LIBS") ?: "$rootDir/../target/android/jniLibs"

android {
    namespace = "app.landfall.sdk.android"
    compileSdk = 35

    defaultConfig {
        // What animal-sniffer holds the code to.
        minSdk = 34
        consumerProguardFiles("consumer-rules.pro")
    }

    sourceSets["main"].apply {
        kotlin.srcDirs("$bindings/kotlin", "../sdk/src/main/kotlin", "src/main/kotlin")
        jniLibs.srcDirs(native)
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
}

kotlin {
    jvmToolchain(17)
}

dependencies {
    // The AAR of JNA has its native part for each ABI.
    api("net.java.dev.jna:jna:5.19.1@aar")
    api("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.11.0")
}
