/// A check that keeps an attacker out, by name, so that a test of the attack can take it away and see the attack succeed: a test that
/// can't succeed proves nothing by failing.
///
/// Each crate lists its own in a module `checks` and asks [`Check::on`] where the check is made. In every program that is a constant
/// `true`: [`without`] exists only with the feature `weak`, which tests alone may demand (`tests/house` holds them to it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Check(&'static str);

impl Check {
    /// A check of this name; names are unique across the workspace, such as `rsp: EID range`.
    #[must_use]
    pub const fn named(name: &'static str) -> Self {
        Self(name)
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// Whether the check is made: always.
    #[cfg(not(feature = "weak"))]
    #[must_use]
    pub const fn on(self) -> bool {
        true
    }

    /// Whether the check is made: always, but on a thread that runs [`without`] it.
    #[cfg(feature = "weak")]
    #[must_use]
    pub fn on(self) -> bool {
        !weak::OFF.get().contains(&self)
    }
}

#[cfg(feature = "weak")]
pub use weak::without;

#[cfg(feature = "weak")]
mod weak {
    use super::Check;
    use std::cell::Cell;

    thread_local! {
        pub(super) static OFF: Cell<&'static [Check]> = const { Cell::new(&[]) };
    }

    /// Runs `attack` with these checks taken away, on this thread alone: other tests, and what `attack` leaves to other threads, are as
    /// strong as ever.
    pub fn without<T>(checks: &'static [Check], attack: impl FnOnce() -> T) -> T {
        struct Restore(&'static [Check]);
        impl Drop for Restore {
            fn drop(&mut self) {
                OFF.set(self.0);
            }
        }
        let _restore = Restore(OFF.replace(checks));
        attack()
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_check_comes_back_after_the_attack_even_if_that_panics() {
            const GATE: Check = Check::named("model: gate");
            const WALL: Check = Check::named("model: wall");
            assert!(GATE.on());
            let attack = || without(&[GATE], || assert!(GATE.on() || !WALL.on(), "{}", GATE.name()));
            assert!(std::panic::catch_unwind(attack).is_err(), "it was off");
            assert!(GATE.on());
            let elsewhere = || std::thread::spawn(|| GATE.on()).join().expect("no panic");
            assert!(without(&[GATE], elsewhere), "other threads are not weakened");
        }
    }
}
