//! The door of a data folder (law 10): a Unix socket on which other programs of the same user ask the process that
//! owns the folder, instead of opening its database.
//!
//! A request and its answer are one message each: a length of 4 bytes, big-endian, then that many bytes (at most
//! [`MESSAGE_LIMIT`]). A connection may carry several, one after another.

use crate::Folder;
use std::{
    fs::Permissions,
    io::{self, Read, Write},
    os::unix::{
        fs::PermissionsExt,
        net::{UnixListener, UnixStream},
    },
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// The most bytes of a request or an answer.
pub const MESSAGE_LIMIT: usize = 16 << 20;
/// The most programs that are served at the same time; a further one is turned away.
const CALLERS: usize = 16;
/// A caller that neither sends nor takes for so long is let go.
const IDLE: Duration = Duration::from_secs(30);

/// Why the door could not be opened or asked.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// No process serves this folder.
    #[error("no program serves {}: start it first", folder.display())]
    NobodyHome {
        /// The folder.
        folder: PathBuf,
    },
    /// The answer did not come in time.
    #[error("the program that owns the folder did not answer in time; try again")]
    Timeout,
    /// The other side closed the connection without an answer: it is stopping, or serves too many already.
    #[error("the program that owns the folder hung up; try again")]
    HungUp,
    /// A message longer than [`MESSAGE_LIMIT`].
    #[error("a message of {0} bytes is too long for the door")]
    TooLong(usize),
    /// The socket failed.
    #[error("the folder's door failed: {0}")]
    Io(#[from] io::Error),
}

impl DoorError {
    /// Whether the same call may succeed later without anybody repairing something first.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Timeout | Self::HungUp => true,
            Self::NobodyHome { .. } | Self::TooLong(_) | Self::Io(_) => false,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NobodyHome { .. } => "Start the program that serves the data folder.",
            Self::Timeout | Self::HungUp => "Try again in a moment; if it stays, stop that program, and try then.",
            Self::TooLong(_) => "Ask for less at once.",
            Self::Io(_) => "Check the data folder and its permissions.",
        }
    }
}

/// The open door; closes when dropped.
#[derive(Debug)]
pub struct Door {
    path: PathBuf,
    closing: Arc<AtomicBool>,
    porter: Option<JoinHandle<()>>,
    /// The claim stands as long as the door is open.
    folder: Folder,
}

impl Door {
    /// Opens the door of `folder`. `answer` turns requests into answers, on a thread for each caller.
    ///
    /// # Errors
    /// [`DoorError::Io`].
    pub fn open(folder: &Folder, answer: impl Fn(&[u8]) -> Vec<u8> + Send + Sync + 'static) -> Result<Self, DoorError> {
        let path = folder.path().join("door");
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let listener = short(&path, |path| UnixListener::bind(path))?;
        std::fs::set_permissions(&path, Permissions::from_mode(0o600))?;
        let closing = Arc::new(AtomicBool::new(false));
        let porter = Porter { listener, closing: closing.clone(), answer: Arc::new(answer) };
        let porter = thread::Builder::new().name("door".to_owned()).spawn(move || porter.run())?;
        Ok(Self { path, closing, porter: Some(porter), folder: folder.clone() })
    }

    /// The folder that this is the door of.
    #[must_use]
    pub const fn folder(&self) -> &Folder {
        &self.folder
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        // Wakes the porter, who waits for a caller.
        let woken = short(&self.path, |path| UnixStream::connect(path)).is_ok();
        if let Some(porter) = self.porter.take().filter(|_| woken) {
            // A porter that panicked is gone as well.
            let _ = porter.join();
        }
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Asks the process that owns the folder at `folder`; waits for the answer up to `timeout`.
///
/// # Errors
/// [`DoorError::NobodyHome`] if no process serves it.
pub fn ask(folder: &Path, request: &[u8], timeout: Duration) -> Result<Vec<u8>, DoorError> {
    let mut stream = short(&folder.join("door"), |path| UnixStream::connect(path)).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => {
            DoorError::NobodyHome { folder: folder.to_owned() }
        }
        _ => DoorError::Io(e),
    })?;
    stream.set_read_timeout(Some(timeout))?;
    stream.set_write_timeout(Some(timeout))?;
    let asked = send(&mut stream, request).and_then(|()| receive(&mut stream));
    asked?.ok_or(DoorError::HungUp)
}

type Answer = dyn Fn(&[u8]) -> Vec<u8> + Send + Sync;

struct Porter {
    listener: UnixListener,
    closing: Arc<AtomicBool>,
    answer: Arc<Answer>,
}

impl Porter {
    fn run(self) {
        let callers = Arc::new(AtomicUsize::new(0));
        for stream in self.listener.incoming() {
            if self.closing.load(Ordering::SeqCst) {
                return;
            }
            let Ok(stream) = stream else {
                // Out of descriptors, say: others may give some back.
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            if callers.fetch_add(1, Ordering::SeqCst) >= CALLERS {
                callers.fetch_sub(1, Ordering::SeqCst);
                continue;
            }
            let (answer, left) = (self.answer.clone(), Leaving(callers.clone()));
            let served = thread::Builder::new().name("door caller".to_owned()).spawn(move || {
                let _left = left;
                if let Err(error) = serve(stream, &*answer) {
                    tracing::debug!(%error, "a caller at the door left");
                }
            });
            if let Err(error) = served {
                tracing::warn!(%error, "no thread for a caller at the door");
            }
        }
    }
}

/// Counts a caller out, also when its thread panics.
struct Leaving(Arc<AtomicUsize>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn serve(mut stream: UnixStream, answer: &Answer) -> Result<(), DoorError> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_write_timeout(Some(IDLE))?;
    while let Some(request) = receive(&mut stream)? {
        send(&mut stream, &answer(&request))?;
    }
    Ok(())
}

fn send(stream: &mut UnixStream, message: &[u8]) -> Result<(), DoorError> {
    let length = u32::try_from(message.len()).ok().filter(|_| message.len() <= MESSAGE_LIMIT);
    let length = length.ok_or(DoorError::TooLong(message.len()))?;
    stream.write_all(&length.to_be_bytes()).and_then(|()| stream.write_all(message)).map_err(sort)
}

/// The next message; `None` when the other side has closed.
fn receive(stream: &mut UnixStream) -> Result<Option<Vec<u8>>, DoorError> {
    let mut length = [0; 4];
    match stream.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other.map_err(sort)?,
    }
    let length = u32::from_be_bytes(length) as usize;
    if length > MESSAGE_LIMIT {
        return Err(DoorError::TooLong(length));
    }
    // Grows with what really comes, not with what was announced.
    let mut message = Vec::new();
    stream.take(length as u64).read_to_end(&mut message).map_err(sort)?;
    if message.len() == length { Ok(Some(message)) } else { Err(DoorError::HungUp) }
}

fn sort(error: io::Error) -> DoorError {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => DoorError::Timeout,
        io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof => DoorError::HungUp,
        _ => DoorError::Io(error),
    }
}

/// A socket's address holds about 100 bytes: a longer path is gone about through a short link in the temporary folder.
fn short<T>(path: &Path, work: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    const ADDRESS_LIMIT: usize = 100;
    if path.as_os_str().len() <= ADDRESS_LIMIT {
        return work(path);
    }
    static LINKS: AtomicUsize = AtomicUsize::new(0);
    let name = format!("landfall-{}-{}", std::process::id(), LINKS.fetch_add(1, Ordering::Relaxed));
    let link = std::env::temp_dir().join(name);
    let folder = path.parent().unwrap_or(Path::new("/"));
    std::os::unix::fs::symlink(folder, &link)?;
    let done = work(&link.join(path.file_name().unwrap_or_default()));
    std::fs::remove_file(&link)?;
    done
}
