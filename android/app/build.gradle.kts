// The app for Android Studio: the sources that Maven compiles for the JVM (src/main/kotlin), with Android's activity.
plugins {
    id("com.android.application")
    id("org.jetbrains.kotlin.android")
    id("org.jetbrains.kotlin.plugin.compose")
}

android {
    namespace = "app.landfall.phone"
    compileSdk = 35

    defaultConfig {
        applicationId = "app.landfall.phone"
        minSdk = 34
        targetSdk = 35
        versionCode = 1
        versionName = "0.1.0"
    }

    sourceSets["main"].apply {
        kotlin.srcDirs("src/main/kotlin", "src/android/kotlin")
        manifest.srcFile("src/android/AndroidManifest.xml")
    }

    buildFeatures { compose = true }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
}

kotlin {
    jvmToolchain(17)
}

dependencies {
    implementation(project(":sdk-android"))
    // The releases that Compose Multiplatform 1.5.12 stands for, which Maven builds with.
    implementation("androidx.compose.material3:material3:1.1.2")
    implementation("androidx.compose.foundation:foundation:1.5.4")
    // Reads QR codes of the camera's pictures.
    implementation("com.google.zxing:core:3.5.3")
    implementation("androidx.activity:activity-compose:1.8.2")
}
