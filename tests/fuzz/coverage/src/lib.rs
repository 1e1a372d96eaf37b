//! libFuzzer's side of a target: its own mutations in turn with those of trees and tokens.

/// A target of `caseway_fuzz`, driven by libFuzzer.
#[macro_export]
macro_rules! driven {
    ($target:ident) => {
        // What all inputs share is made before the first, which is not the slower for it.
        ::libfuzzer_sys::fuzz_target!(
            init: {
                let _ = &*::caseway_fuzz::scene::SCENE;
            },
            |data: &[u8]| ::caseway_fuzz::targets::$target(data)
        );

        ::libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max: usize, seed: u32| {
            if seed % 2 == 0 {
                return ::libfuzzer_sys::fuzzer_mutate(data, size, max);
            }
            let made = ::caseway_fuzz::mutate::mutated(&data[..size], u64::from(seed));
            let kept = made.len().min(max).min(data.len());
            data[..kept].copy_from_slice(&made[..kept]);
            kept
        });
    };
}
