use super::Role;

#[test]
fn a_role_is_read_back_from_its_name_and_from_its_dns_name() {
    for role in Role::ALL {
        assert_eq!(role.name().parse(), Ok(role));
        assert_eq!(Role::from_dns_name(role.dns_name()), Some(role));
        assert_eq!(Role::from_dns_name(&role.dns_name().to_uppercase()), Some(role));
    }
}

#[test]
fn a_name_that_only_contains_a_role_proves_none() {
    for name in ["node", "node.drover.internal.example", "x.node.drover.internal", ""] {
        assert_eq!(Role::from_dns_name(name), None, "{name}");
    }
}
