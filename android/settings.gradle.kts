// For Android Studio: the same source folders that Maven builds and tests. Needs the Android SDK; docs/android.md says what to set.
pluginManagement {
    repositories {
        google()
        mavenCentral()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "landfall-android"
include(":sdk-android")
if (file("app/build.gradle.kts").exists()) include(":app")
