//! Whether what is being worked out is still waited for. Whoever asked may have left, and time may be up; what can take
//! long asks now and then, in passing, and is dropped where it stands. As long as nobody set a limit, everything is wanted.

use std::cell::RefCell;
use std::panic::resume_unwind;

thread_local! {
    static WANTED: RefCell<Option<Wanted>> = const { RefCell::new(None) };
}

type Wanted = Box<dyn Fn() -> bool>;

/// What unwinds out of work that nobody waits for any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenUp;

/// Does some work on this thread as long as it is `wanted`. If it is dropped, [`GivenUp`] unwinds out of here.
pub fn while_wanted<T>(wanted: impl Fn() -> bool + 'static, work: impl FnOnce() -> T) -> T {
    struct Restored(Option<Wanted>);
    impl Drop for Restored {
        fn drop(&mut self) {
            WANTED.set(self.0.take());
        }
    }
    let _before = Restored(WANTED.replace(Some(Box::new(wanted))));
    work()
}

/// Goes on, or drops what this thread is at.
pub fn go_on() {
    if WANTED.with_borrow(|wanted| wanted.as_ref().is_some_and(|wanted| !wanted())) {
        resume_unwind(Box::new(GivenUp));
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::panic::catch_unwind;
    use std::rc::Rc;

    use super::*;

    #[test]
    fn work_goes_on_as_long_as_somebody_waits_for_it() {
        go_on();
        let left = Rc::new(Cell::new(3));
        let steps = Rc::new(Cell::new(0));
        let (asked, done) = (left.clone(), steps.clone());
        let wanted = move || {
            asked.set(asked.get() - 1);
            asked.get() > 0
        };
        let work = move || {
            for _ in 0..10 {
                go_on();
                done.set(done.get() + 1);
            }
        };
        let dropped = catch_unwind(std::panic::AssertUnwindSafe(|| while_wanted(wanted, work)));
        assert_eq!(dropped.unwrap_err().downcast_ref(), Some(&GivenUp));
        assert_eq!(steps.get(), 2);
        // What comes after on this thread is nobody's any more.
        go_on();
    }
}
