import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class by a loader of its own, as Android does: the system's loader knows nothing of the app. Run as a source file. */
public final class NativeLauncher {
    public static void main(String[] arguments) throws Exception {
        List<URL> places = new ArrayList<>();
        for (String place : System.getProperty("app.class.path").split(java.io.File.pathSeparator)) {
            places.add(Path.of(place).toUri().toURL());
        }
        ClassLoader app = new URLClassLoader(places.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(app);
        app.loadClass(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }
}
