//! `seeds TARGET FOLDER`: writes what the mutations of a target grow from, a file each.

use std::path::Path;

use caseway_fuzz::seeds;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(target), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("seeds TARGET FOLDER".into());
    };
    std::fs::create_dir_all(&folder)?;
    for (index, seed) in seeds::of(&target).iter().enumerate() {
        std::fs::write(Path::new(&folder).join(format!("seed-{index}")), seed)?;
    }
    Ok(())
}
