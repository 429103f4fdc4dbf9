use super::Ready;

#[test]
fn it_is_ready_when_every_guard_is_gone() {
    let ready = Ready::default();
    let (store, node) = (ready.register("store"), ready.register("node"));
    assert_eq!(ready.pending(), ["store", "node"]);
    drop(store);
    assert_eq!(ready.pending(), ["node"]);
    let draining = ready.register("drain");
    drop(node);
    assert_eq!(ready.pending(), ["drain"]);
    drop(draining);
    assert!(ready.pending().is_empty());
}
