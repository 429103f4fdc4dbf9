use super::*;

fn said(capability: &str, bytes: usize) -> CustomMessage {
    let data = vec![0; bytes].into();
    CustomMessage { capability: capability.to_owned(), r#type: String::new(), data }
}

async fn next(messages: &mut Messages) -> pb::CustomMessageReceived {
    messages.next().await.unwrap().unwrap()
}

#[tokio::test]
async fn a_subscriber_gets_what_it_asked_for_and_nothing_else() {
    let hub = Hub::default();
    let agent = AgentId::new([7; 16]);
    let mut tea = hub.subscribe("com.tea".to_owned()).unwrap();
    let mut all = hub.subscribe(String::new()).unwrap();
    for stream in [&mut tea, &mut all] {
        assert_eq!(next(stream).await, pb::CustomMessageReceived::default(), "it listens");
    }
    hub.publish(agent, said("com.coffee", 1), Moment(5));
    hub.publish(agent, said("com.tea", 2), Moment(6));
    assert_eq!(next(&mut all).await.message, Some(said("com.coffee", 1)));
    let both = [next(&mut all).await, next(&mut tea).await];
    for received in both {
        assert_eq!(received.message, Some(said("com.tea", 2)));
        assert_eq!((received.instance_uid, received.received_unix_ms), (agent.to_bytes(), 6));
    }
}

#[tokio::test]
async fn a_slow_subscriber_loses_messages_and_learns_how_many() {
    let hub = Hub::default();
    let agent = AgentId::new([7; 16]);
    let mut slow = hub.subscribe(String::new()).unwrap();
    for n in 0..QUEUE_LEN_MAX + 3 {
        hub.publish(agent, said("com.tea", 0), Moment(n as u64));
    }
    next(&mut slow).await;
    for n in 0..QUEUE_LEN_MAX {
        assert_eq!(next(&mut slow).await.received_unix_ms, n as i64, "in order");
    }
    // Bytes are bounded too.
    for size in [QUEUE_BYTES_MAX, 1] {
        hub.publish(agent, said("com.tea", size), Moment(9));
    }
    let received = next(&mut slow).await;
    assert_eq!((received.dropped, received.message.unwrap().data.len()), (4, QUEUE_BYTES_MAX));
    hub.publish(agent, said("com.tea", QUEUE_BYTES_MAX), Moment(9));
    assert_eq!(next(&mut slow).await.dropped, 4, "what was read makes room");
}

#[test]
fn subscribers_are_bounded_and_those_that_left_do_not_count() {
    let hub = Hub::default();
    let open: Vec<_> =
        (0..SUBSCRIBERS_LEN_MAX).map(|_| hub.subscribe(String::new()).unwrap()).collect();
    assert_eq!(hub.subscribe(String::new()).err().unwrap().code(), tonic::Code::ResourceExhausted);
    drop(open);
    assert!(hub.subscribe(String::new()).is_ok());
}
