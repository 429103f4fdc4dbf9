use std::time::Duration;

use fleet::link::Claim;
use fleet::{Epoch, Revision, Shard};

use super::{Again, PAUSE_MIN};

fn claim(shard: u32) -> Claim {
    let epoch = Epoch { generation: 1, revision: Revision(7) };
    Claim { shard: Shard::new(shard).unwrap(), epoch }
}

/// How long a round that this claim begins waits. It does wait.
async fn round(again: &mut Again, claim: Claim) -> Duration {
    again.add(claim);
    let pause = again.pause;
    assert_eq!(again.due().await.into_iter().collect::<Vec<_>>(), [claim]);
    pause
}

#[tokio::test]
async fn a_claim_that_stays_unknown_is_announced_ever_later() {
    let mut again = Again::default();
    for wait in [PAUSE_MIN, PAUSE_MIN * 2, PAUSE_MIN * 4] {
        assert_eq!(round(&mut again, claim(1)).await, wait);
    }
}

#[tokio::test]
async fn new_claims_right_after_others_do_not_wait_longer() {
    let mut again = Again::default();
    for shard in 0..5 {
        assert_eq!(round(&mut again, claim(shard)).await, PAUSE_MIN);
    }
}
