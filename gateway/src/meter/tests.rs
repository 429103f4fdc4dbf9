use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

use fleet::{Moment, SocketId};

use super::*;

const LIMIT: Duration = Duration::from_millis(100);

fn meter(rooms: &Arc<Rooms>) -> Arc<Meter> {
    Meter::new(Arc::clone(rooms), Handle::new(SocketId(1), Moment(0), 1))
}

fn free(rooms: &Rooms) -> (usize, usize) {
    (rooms.room.available_permits(), rooms.last.available_permits())
}

#[tokio::test]
async fn a_large_message_waits_for_room_and_a_small_one_does_not() {
    let rooms = Arc::new(Rooms::new(3 * SMALL_BYTES));
    let (mut first, mut last) = (Place::default(), Place::default());
    rooms.widen(&mut first, SMALL_BYTES + 1).await;
    rooms.widen(&mut last, 5 * SMALL_BYTES).await;
    assert_eq!(free(&rooms), (32, 0), "one has room, one may go on without");
    let (near, mut far) = duplex(1 << 20);
    let meter = meter(&rooms);
    let mut metered = Metered::new(near, Arc::clone(&meter), LIMIT);
    far.write_all(&vec![7; 200_000]).await.unwrap();
    let mut data = vec![0; 200_000];
    // As much at once as a buffer takes that doubles.
    for len in [SMALL_BYTES, 1, SMALL_BYTES - 1, 1] {
        metered.read_exact(&mut data[..len]).await.unwrap();
    }
    assert_eq!(free(&rooms), (16, 0));
    assert!(meter.holds(2 * SMALL_BYTES) && !meter.holds(2 * SMALL_BYTES + 1));
    // Waiting for room is not the agent's fault: there is no deadline for it.
    let more = async { metered.read(&mut data).await.unwrap() };
    tokio::pin!(more);
    let early = tokio::time::timeout(LIMIT * 3, &mut more).await;
    assert!(early.is_err());
    assert!(meter.handle.waits.load(Ordering::Relaxed), "nobody can tell why it is not read");
    meter.handle.unanswered.store(true, Ordering::Relaxed);
    drop(last);
    assert!(more.await > 0, "now this is the one that may go on");
    let flags = (&meter.handle.waits, &meter.handle.unanswered);
    assert!(!flags.0.load(Ordering::Relaxed) && !flags.1.load(Ordering::Relaxed));
    drop((first, meter.ended()));
    assert_eq!(free(&rooms), (48, 1));
}

#[tokio::test]
async fn a_message_that_does_not_end_in_time_is_an_error_and_silence_between_messages_is_not() {
    let (near, mut far) = duplex(64);
    let meter = meter(&Arc::new(Rooms::new(0)));
    let mut metered = Metered::new(near, Arc::clone(&meter), LIMIT);
    let mut data = [0; 8];
    far.write_all(b"whole").await.unwrap();
    metered.read_exact(&mut data[..5]).await.unwrap();
    drop(meter.ended());
    let idle = tokio::time::timeout(LIMIT * 3, metered.read(&mut data)).await;
    assert!(idle.is_err(), "{idle:?}");
    far.write_all(b"half").await.unwrap();
    metered.read_exact(&mut data[..4]).await.unwrap();
    let error = metered.read(&mut data).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
}
