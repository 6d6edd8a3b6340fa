use crate::{Broken, Children, Program, programs};
use std::{
    path::{Path, PathBuf},
    process,
    sync::{Arc, Mutex, PoisonError},
    thread,
};
use tempfile::TempDir;
use tokio::signal::unix::{SignalKind, signal};

/// A temporary folder and the processes that work in it. Both end with this, or when the user interrupts the program.
pub struct Scene {
    path: PathBuf,
    folder: Arc<Mutex<Option<TempDir>>>,
    children: Children,
    programs: PathBuf,
}

impl Scene {
    /// A new, empty one. Programs are those that lie beside this one.
    ///
    /// # Errors
    /// What the system refused.
    pub fn open() -> Result<Self, Broken> {
        let folder =
            tempfile::Builder::new().prefix("landfall-").tempdir().map_err(Broken::io("a temporary folder"))?;
        let scene = Self {
            path: folder.path().to_owned(),
            folder: Arc::new(Mutex::new(Some(folder))),
            children: Children::default(),
            programs: programs()?,
        };
        scene.end_on_signals()?;
        Ok(scene)
    }

    /// The folder, or a place in it.
    pub fn at(&self, name: impl AsRef<Path>) -> PathBuf {
        self.path.join(name)
    }

    /// A folder of its own.
    ///
    /// # Errors
    /// What the system refused.
    pub fn folder(&self, name: &str) -> Result<PathBuf, Broken> {
        let path = self.at(name);
        std::fs::create_dir_all(&path).map_err(Broken::io(name))?;
        Ok(path)
    }

    /// The processes.
    #[must_use]
    pub const fn children(&self) -> &Children {
        &self.children
    }

    /// The program `name` on the data folder `data`. What it says in passing goes to `log`.
    #[must_use]
    pub fn program(&self, name: &str, data: PathBuf, log: PathBuf) -> Program {
        Program::new(self.children.clone(), self.programs.join(name), data, log)
    }

    /// Ends it: children are killed, the folder is removed.
    ///
    /// # Errors
    /// If the folder can't be removed.
    pub fn close(self) -> Result<(), Broken> {
        end(&self.children, &self.folder).map_err(Broken::io("the temporary folder can't be removed"))
    }

    /// Ends the children and leaves the folder, for whoever looks into it.
    #[must_use]
    pub fn keep(&self) -> PathBuf {
        self.children.end();
        if let Some(folder) = self.folder.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = folder.keep();
        }
        self.path.clone()
    }

    fn end_on_signals(&self) -> Result<(), Broken> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Broken::io("signals"))?;
        let (children, folder) = (self.children.clone(), self.folder.clone());
        // Listening begins before this returns.
        let inside = runtime.enter();
        let mut interrupt = signal(SignalKind::interrupt()).map_err(Broken::io("signals"))?;
        let mut terminate = signal(SignalKind::terminate()).map_err(Broken::io("signals"))?;
        let mut hangup = signal(SignalKind::hangup()).map_err(Broken::io("signals"))?;
        drop(inside);
        thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                    _ = hangup.recv() => {}
                }
            });
            children.end();
            // Held until the program has ended, so that whoever closes the scene meanwhile waits and says nothing more.
            let mut folder = folder.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(folder) = folder.take() {
                // Half of it may be gone already.
                let _ = folder.close();
            }
            process::exit(130);
        });
        Ok(())
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = end(&self.children, &self.folder);
    }
}

fn end(children: &Children, folder: &Mutex<Option<TempDir>>) -> std::io::Result<()> {
    children.end();
    let mut folder = folder.lock().unwrap_or_else(PoisonError::into_inner);
    folder.take().map_or(Ok(()), TempDir::close)
}
