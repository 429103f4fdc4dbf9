impl serde::Serialize for AgentCapabilities {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "AgentCapabilities_Unspecified",
            Self::ReportsStatus => "AgentCapabilities_ReportsStatus",
            Self::AcceptsRemoteConfig => "AgentCapabilities_AcceptsRemoteConfig",
            Self::ReportsEffectiveConfig => "AgentCapabilities_ReportsEffectiveConfig",
            Self::AcceptsPackages => "AgentCapabilities_AcceptsPackages",
            Self::ReportsPackageStatuses => "AgentCapabilities_ReportsPackageStatuses",
            Self::ReportsOwnTraces => "AgentCapabilities_ReportsOwnTraces",
            Self::ReportsOwnMetrics => "AgentCapabilities_ReportsOwnMetrics",
            Self::ReportsOwnLogs => "AgentCapabilities_ReportsOwnLogs",
            Self::AcceptsOpAmpConnectionSettings => "AgentCapabilities_AcceptsOpAMPConnectionSettings",
            Self::AcceptsOtherConnectionSettings => "AgentCapabilities_AcceptsOtherConnectionSettings",
            Self::AcceptsRestartCommand => "AgentCapabilities_AcceptsRestartCommand",
            Self::ReportsHealth => "AgentCapabilities_ReportsHealth",
            Self::ReportsRemoteConfig => "AgentCapabilities_ReportsRemoteConfig",
            Self::ReportsHeartbeat => "AgentCapabilities_ReportsHeartbeat",
            Self::ReportsAvailableComponents => "AgentCapabilities_ReportsAvailableComponents",
            Self::ReportsConnectionSettingsStatus => "AgentCapabilities_ReportsConnectionSettingsStatus",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for AgentCapabilities {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "AgentCapabilities_Unspecified",
            "AgentCapabilities_ReportsStatus",
            "AgentCapabilities_AcceptsRemoteConfig",
            "AgentCapabilities_ReportsEffectiveConfig",
            "AgentCapabilities_AcceptsPackages",
            "AgentCapabilities_ReportsPackageStatuses",
            "AgentCapabilities_ReportsOwnTraces",
            "AgentCapabilities_ReportsOwnMetrics",
            "AgentCapabilities_ReportsOwnLogs",
            "AgentCapabilities_AcceptsOpAMPConnectionSettings",
            "AgentCapabilities_AcceptsOtherConnectionSettings",
            "AgentCapabilities_AcceptsRestartCommand",
            "AgentCapabilities_ReportsHealth",
            "AgentCapabilities_ReportsRemoteConfig",
            "AgentCapabilities_ReportsHeartbeat",
            "AgentCapabilities_ReportsAvailableComponents",
            "AgentCapabilities_ReportsConnectionSettingsStatus",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = AgentCapabilities;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "AgentCapabilities_Unspecified" => Ok(AgentCapabilities::Unspecified),
                    "AgentCapabilities_ReportsStatus" => Ok(AgentCapabilities::ReportsStatus),
                    "AgentCapabilities_AcceptsRemoteConfig" => Ok(AgentCapabilities::AcceptsRemoteConfig),
                    "AgentCapabilities_ReportsEffectiveConfig" => Ok(AgentCapabilities::ReportsEffectiveConfig),
                    "AgentCapabilities_AcceptsPackages" => Ok(AgentCapabilities::AcceptsPackages),
                    "AgentCapabilities_ReportsPackageStatuses" => Ok(AgentCapabilities::ReportsPackageStatuses),
                    "AgentCapabilities_ReportsOwnTraces" => Ok(AgentCapabilities::ReportsOwnTraces),
                    "AgentCapabilities_ReportsOwnMetrics" => Ok(AgentCapabilities::ReportsOwnMetrics),
                    "AgentCapabilities_ReportsOwnLogs" => Ok(AgentCapabilities::ReportsOwnLogs),
                    "AgentCapabilities_AcceptsOpAMPConnectionSettings" => Ok(AgentCapabilities::AcceptsOpAmpConnectionSettings),
                    "AgentCapabilities_AcceptsOtherConnectionSettings" => Ok(AgentCapabilities::AcceptsOtherConnectionSettings),
                    "AgentCapabilities_AcceptsRestartCommand" => Ok(AgentCapabilities::AcceptsRestartCommand),
                    "AgentCapabilities_ReportsHealth" => Ok(AgentCapabilities::ReportsHealth),
                    "AgentCapabilities_ReportsRemoteConfig" => Ok(AgentCapabilities::ReportsRemoteConfig),
                    "AgentCapabilities_ReportsHeartbeat" => Ok(AgentCapabilities::ReportsHeartbeat),
                    "AgentCapabilities_ReportsAvailableComponents" => Ok(AgentCapabilities::ReportsAvailableComponents),
                    "AgentCapabilities_ReportsConnectionSettingsStatus" => Ok(AgentCapabilities::ReportsConnectionSettingsStatus),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for AgentConfigFile {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.body.is_empty() {
            len += 1;
        }
        if !self.content_type.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.AgentConfigFile", len)?;
        if !self.body.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("body", pbjson::private::base64::encode(&self.body).as_str())?;
        }
        if !self.content_type.is_empty() {
            struct_ser.serialize_field("contentType", &self.content_type)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AgentConfigFile {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "body",
            "content_type",
            "contentType",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Body,
            ContentType,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "body" => Ok(GeneratedField::Body),
                            "contentType" | "content_type" => Ok(GeneratedField::ContentType),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AgentConfigFile;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.AgentConfigFile")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AgentConfigFile, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut body__ = None;
                let mut content_type__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Body => {
                            if body__.is_some() {
                                return Err(serde::de::Error::duplicate_field("body"));
                            }
                            body__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ContentType => {
                            if content_type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("contentType"));
                            }
                            content_type__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(AgentConfigFile {
                    body: body__.unwrap_or_default(),
                    content_type: content_type__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.AgentConfigFile", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for AgentConfigMap {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.config_map.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.AgentConfigMap", len)?;
        if !self.config_map.is_empty() {
            struct_ser.serialize_field("configMap", &self.config_map)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AgentConfigMap {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "config_map",
            "configMap",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            ConfigMap,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "configMap" | "config_map" => Ok(GeneratedField::ConfigMap),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AgentConfigMap;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.AgentConfigMap")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AgentConfigMap, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut config_map__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::ConfigMap => {
                            if config_map__.is_some() {
                                return Err(serde::de::Error::duplicate_field("configMap"));
                            }
                            config_map__ = Some(
                                map_.next_value::<std::collections::BTreeMap<_, _>>()?
                            );
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(AgentConfigMap {
                    config_map: config_map__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.AgentConfigMap", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for AgentDescription {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.identifying_attributes.is_empty() {
            len += 1;
        }
        if !self.non_identifying_attributes.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.AgentDescription", len)?;
        if !self.identifying_attributes.is_empty() {
            struct_ser.serialize_field("identifyingAttributes", &self.identifying_attributes)?;
        }
        if !self.non_identifying_attributes.is_empty() {
            struct_ser.serialize_field("nonIdentifyingAttributes", &self.non_identifying_attributes)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AgentDescription {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "identifying_attributes",
            "identifyingAttributes",
            "non_identifying_attributes",
            "nonIdentifyingAttributes",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            IdentifyingAttributes,
            NonIdentifyingAttributes,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "identifyingAttributes" | "identifying_attributes" => Ok(GeneratedField::IdentifyingAttributes),
                            "nonIdentifyingAttributes" | "non_identifying_attributes" => Ok(GeneratedField::NonIdentifyingAttributes),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AgentDescription;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.AgentDescription")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AgentDescription, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut identifying_attributes__ = None;
                let mut non_identifying_attributes__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::IdentifyingAttributes => {
                            if identifying_attributes__.is_some() {
                                return Err(serde::de::Error::duplicate_field("identifyingAttributes"));
                            }
                            identifying_attributes__ = Some(map_.next_value()?);
                        }
                        GeneratedField::NonIdentifyingAttributes => {
                            if non_identifying_attributes__.is_some() {
                                return Err(serde::de::Error::duplicate_field("nonIdentifyingAttributes"));
                            }
                            non_identifying_attributes__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(AgentDescription {
                    identifying_attributes: identifying_attributes__.unwrap_or_default(),
                    non_identifying_attributes: non_identifying_attributes__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.AgentDescription", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for AgentDisconnect {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let len = 0;
        let struct_ser = serializer.serialize_struct("opamp.proto.v1.AgentDisconnect", len)?;
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AgentDisconnect {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                            Ok(GeneratedField::__SkipField__)
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AgentDisconnect;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.AgentDisconnect")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AgentDisconnect, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                while map_.next_key::<GeneratedField>()?.is_some() {
                    let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                }
                Ok(AgentDisconnect {
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.AgentDisconnect", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for AgentIdentification {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.new_instance_uid.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.AgentIdentification", len)?;
        if !self.new_instance_uid.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("newInstanceUid", pbjson::private::base64::encode(&self.new_instance_uid).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AgentIdentification {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "new_instance_uid",
            "newInstanceUid",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            NewInstanceUid,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "newInstanceUid" | "new_instance_uid" => Ok(GeneratedField::NewInstanceUid),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AgentIdentification;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.AgentIdentification")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AgentIdentification, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut new_instance_uid__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::NewInstanceUid => {
                            if new_instance_uid__.is_some() {
                                return Err(serde::de::Error::duplicate_field("newInstanceUid"));
                            }
                            new_instance_uid__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(AgentIdentification {
                    new_instance_uid: new_instance_uid__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.AgentIdentification", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for AgentRemoteConfig {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.config.is_some() {
            len += 1;
        }
        if !self.config_hash.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.AgentRemoteConfig", len)?;
        if let Some(v) = self.config.as_ref() {
            struct_ser.serialize_field("config", v)?;
        }
        if !self.config_hash.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("configHash", pbjson::private::base64::encode(&self.config_hash).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AgentRemoteConfig {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "config",
            "config_hash",
            "configHash",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Config,
            ConfigHash,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "config" => Ok(GeneratedField::Config),
                            "configHash" | "config_hash" => Ok(GeneratedField::ConfigHash),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AgentRemoteConfig;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.AgentRemoteConfig")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AgentRemoteConfig, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut config__ = None;
                let mut config_hash__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Config => {
                            if config__.is_some() {
                                return Err(serde::de::Error::duplicate_field("config"));
                            }
                            config__ = map_.next_value()?;
                        }
                        GeneratedField::ConfigHash => {
                            if config_hash__.is_some() {
                                return Err(serde::de::Error::duplicate_field("configHash"));
                            }
                            config_hash__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(AgentRemoteConfig {
                    config: config__,
                    config_hash: config_hash__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.AgentRemoteConfig", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for AgentToServer {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.instance_uid.is_empty() {
            len += 1;
        }
        if self.sequence_num != 0 {
            len += 1;
        }
        if self.agent_description.is_some() {
            len += 1;
        }
        if self.capabilities != 0 {
            len += 1;
        }
        if self.health.is_some() {
            len += 1;
        }
        if self.effective_config.is_some() {
            len += 1;
        }
        if self.remote_config_status.is_some() {
            len += 1;
        }
        if self.package_statuses.is_some() {
            len += 1;
        }
        if self.agent_disconnect.is_some() {
            len += 1;
        }
        if self.flags != 0 {
            len += 1;
        }
        if self.connection_settings_request.is_some() {
            len += 1;
        }
        if self.custom_capabilities.is_some() {
            len += 1;
        }
        if self.custom_message.is_some() {
            len += 1;
        }
        if self.available_components.is_some() {
            len += 1;
        }
        if self.connection_settings_status.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.AgentToServer", len)?;
        if !self.instance_uid.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("instanceUid", pbjson::private::base64::encode(&self.instance_uid).as_str())?;
        }
        if self.sequence_num != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("sequenceNum", ToString::to_string(&self.sequence_num).as_str())?;
        }
        if let Some(v) = self.agent_description.as_ref() {
            struct_ser.serialize_field("agentDescription", v)?;
        }
        if self.capabilities != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("capabilities", ToString::to_string(&self.capabilities).as_str())?;
        }
        if let Some(v) = self.health.as_ref() {
            struct_ser.serialize_field("health", v)?;
        }
        if let Some(v) = self.effective_config.as_ref() {
            struct_ser.serialize_field("effectiveConfig", v)?;
        }
        if let Some(v) = self.remote_config_status.as_ref() {
            struct_ser.serialize_field("remoteConfigStatus", v)?;
        }
        if let Some(v) = self.package_statuses.as_ref() {
            struct_ser.serialize_field("packageStatuses", v)?;
        }
        if let Some(v) = self.agent_disconnect.as_ref() {
            struct_ser.serialize_field("agentDisconnect", v)?;
        }
        if self.flags != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("flags", ToString::to_string(&self.flags).as_str())?;
        }
        if let Some(v) = self.connection_settings_request.as_ref() {
            struct_ser.serialize_field("connectionSettingsRequest", v)?;
        }
        if let Some(v) = self.custom_capabilities.as_ref() {
            struct_ser.serialize_field("customCapabilities", v)?;
        }
        if let Some(v) = self.custom_message.as_ref() {
            struct_ser.serialize_field("customMessage", v)?;
        }
        if let Some(v) = self.available_components.as_ref() {
            struct_ser.serialize_field("availableComponents", v)?;
        }
        if let Some(v) = self.connection_settings_status.as_ref() {
            struct_ser.serialize_field("connectionSettingsStatus", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AgentToServer {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "instance_uid",
            "instanceUid",
            "sequence_num",
            "sequenceNum",
            "agent_description",
            "agentDescription",
            "capabilities",
            "health",
            "effective_config",
            "effectiveConfig",
            "remote_config_status",
            "remoteConfigStatus",
            "package_statuses",
            "packageStatuses",
            "agent_disconnect",
            "agentDisconnect",
            "flags",
            "connection_settings_request",
            "connectionSettingsRequest",
            "custom_capabilities",
            "customCapabilities",
            "custom_message",
            "customMessage",
            "available_components",
            "availableComponents",
            "connection_settings_status",
            "connectionSettingsStatus",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            InstanceUid,
            SequenceNum,
            AgentDescription,
            Capabilities,
            Health,
            EffectiveConfig,
            RemoteConfigStatus,
            PackageStatuses,
            AgentDisconnect,
            Flags,
            ConnectionSettingsRequest,
            CustomCapabilities,
            CustomMessage,
            AvailableComponents,
            ConnectionSettingsStatus,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "instanceUid" | "instance_uid" => Ok(GeneratedField::InstanceUid),
                            "sequenceNum" | "sequence_num" => Ok(GeneratedField::SequenceNum),
                            "agentDescription" | "agent_description" => Ok(GeneratedField::AgentDescription),
                            "capabilities" => Ok(GeneratedField::Capabilities),
                            "health" => Ok(GeneratedField::Health),
                            "effectiveConfig" | "effective_config" => Ok(GeneratedField::EffectiveConfig),
                            "remoteConfigStatus" | "remote_config_status" => Ok(GeneratedField::RemoteConfigStatus),
                            "packageStatuses" | "package_statuses" => Ok(GeneratedField::PackageStatuses),
                            "agentDisconnect" | "agent_disconnect" => Ok(GeneratedField::AgentDisconnect),
                            "flags" => Ok(GeneratedField::Flags),
                            "connectionSettingsRequest" | "connection_settings_request" => Ok(GeneratedField::ConnectionSettingsRequest),
                            "customCapabilities" | "custom_capabilities" => Ok(GeneratedField::CustomCapabilities),
                            "customMessage" | "custom_message" => Ok(GeneratedField::CustomMessage),
                            "availableComponents" | "available_components" => Ok(GeneratedField::AvailableComponents),
                            "connectionSettingsStatus" | "connection_settings_status" => Ok(GeneratedField::ConnectionSettingsStatus),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AgentToServer;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.AgentToServer")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AgentToServer, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut instance_uid__ = None;
                let mut sequence_num__ = None;
                let mut agent_description__ = None;
                let mut capabilities__ = None;
                let mut health__ = None;
                let mut effective_config__ = None;
                let mut remote_config_status__ = None;
                let mut package_statuses__ = None;
                let mut agent_disconnect__ = None;
                let mut flags__ = None;
                let mut connection_settings_request__ = None;
                let mut custom_capabilities__ = None;
                let mut custom_message__ = None;
                let mut available_components__ = None;
                let mut connection_settings_status__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::InstanceUid => {
                            if instance_uid__.is_some() {
                                return Err(serde::de::Error::duplicate_field("instanceUid"));
                            }
                            instance_uid__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::SequenceNum => {
                            if sequence_num__.is_some() {
                                return Err(serde::de::Error::duplicate_field("sequenceNum"));
                            }
                            sequence_num__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::AgentDescription => {
                            if agent_description__.is_some() {
                                return Err(serde::de::Error::duplicate_field("agentDescription"));
                            }
                            agent_description__ = map_.next_value()?;
                        }
                        GeneratedField::Capabilities => {
                            if capabilities__.is_some() {
                                return Err(serde::de::Error::duplicate_field("capabilities"));
                            }
                            capabilities__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Health => {
                            if health__.is_some() {
                                return Err(serde::de::Error::duplicate_field("health"));
                            }
                            health__ = map_.next_value()?;
                        }
                        GeneratedField::EffectiveConfig => {
                            if effective_config__.is_some() {
                                return Err(serde::de::Error::duplicate_field("effectiveConfig"));
                            }
                            effective_config__ = map_.next_value()?;
                        }
                        GeneratedField::RemoteConfigStatus => {
                            if remote_config_status__.is_some() {
                                return Err(serde::de::Error::duplicate_field("remoteConfigStatus"));
                            }
                            remote_config_status__ = map_.next_value()?;
                        }
                        GeneratedField::PackageStatuses => {
                            if package_statuses__.is_some() {
                                return Err(serde::de::Error::duplicate_field("packageStatuses"));
                            }
                            package_statuses__ = map_.next_value()?;
                        }
                        GeneratedField::AgentDisconnect => {
                            if agent_disconnect__.is_some() {
                                return Err(serde::de::Error::duplicate_field("agentDisconnect"));
                            }
                            agent_disconnect__ = map_.next_value()?;
                        }
                        GeneratedField::Flags => {
                            if flags__.is_some() {
                                return Err(serde::de::Error::duplicate_field("flags"));
                            }
                            flags__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ConnectionSettingsRequest => {
                            if connection_settings_request__.is_some() {
                                return Err(serde::de::Error::duplicate_field("connectionSettingsRequest"));
                            }
                            connection_settings_request__ = map_.next_value()?;
                        }
                        GeneratedField::CustomCapabilities => {
                            if custom_capabilities__.is_some() {
                                return Err(serde::de::Error::duplicate_field("customCapabilities"));
                            }
                            custom_capabilities__ = map_.next_value()?;
                        }
                        GeneratedField::CustomMessage => {
                            if custom_message__.is_some() {
                                return Err(serde::de::Error::duplicate_field("customMessage"));
                            }
                            custom_message__ = map_.next_value()?;
                        }
                        GeneratedField::AvailableComponents => {
                            if available_components__.is_some() {
                                return Err(serde::de::Error::duplicate_field("availableComponents"));
                            }
                            available_components__ = map_.next_value()?;
                        }
                        GeneratedField::ConnectionSettingsStatus => {
                            if connection_settings_status__.is_some() {
                                return Err(serde::de::Error::duplicate_field("connectionSettingsStatus"));
                            }
                            connection_settings_status__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(AgentToServer {
                    instance_uid: instance_uid__.unwrap_or_default(),
                    sequence_num: sequence_num__.unwrap_or_default(),
                    agent_description: agent_description__,
                    capabilities: capabilities__.unwrap_or_default(),
                    health: health__,
                    effective_config: effective_config__,
                    remote_config_status: remote_config_status__,
                    package_statuses: package_statuses__,
                    agent_disconnect: agent_disconnect__,
                    flags: flags__.unwrap_or_default(),
                    connection_settings_request: connection_settings_request__,
                    custom_capabilities: custom_capabilities__,
                    custom_message: custom_message__,
                    available_components: available_components__,
                    connection_settings_status: connection_settings_status__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.AgentToServer", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for AgentToServerFlags {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "AgentToServerFlags_Unspecified",
            Self::RequestInstanceUid => "AgentToServerFlags_RequestInstanceUid",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for AgentToServerFlags {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "AgentToServerFlags_Unspecified",
            "AgentToServerFlags_RequestInstanceUid",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = AgentToServerFlags;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "AgentToServerFlags_Unspecified" => Ok(AgentToServerFlags::Unspecified),
                    "AgentToServerFlags_RequestInstanceUid" => Ok(AgentToServerFlags::RequestInstanceUid),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for AnyValue {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.value.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.AnyValue", len)?;
        if let Some(v) = self.value.as_ref() {
            match v {
                any_value::Value::StringValue(v) => {
                    struct_ser.serialize_field("stringValue", v)?;
                }
                any_value::Value::BoolValue(v) => {
                    struct_ser.serialize_field("boolValue", v)?;
                }
                any_value::Value::IntValue(v) => {
                    #[allow(clippy::needless_borrow)]
                    #[allow(clippy::needless_borrows_for_generic_args)]
                    struct_ser.serialize_field("intValue", ToString::to_string(&v).as_str())?;
                }
                any_value::Value::DoubleValue(v) => {
                    struct_ser.serialize_field("doubleValue", v)?;
                }
                any_value::Value::ArrayValue(v) => {
                    struct_ser.serialize_field("arrayValue", v)?;
                }
                any_value::Value::KvlistValue(v) => {
                    struct_ser.serialize_field("kvlistValue", v)?;
                }
                any_value::Value::BytesValue(v) => {
                    #[allow(clippy::needless_borrow)]
                    #[allow(clippy::needless_borrows_for_generic_args)]
                    struct_ser.serialize_field("bytesValue", pbjson::private::base64::encode(&v).as_str())?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AnyValue {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "string_value",
            "stringValue",
            "bool_value",
            "boolValue",
            "int_value",
            "intValue",
            "double_value",
            "doubleValue",
            "array_value",
            "arrayValue",
            "kvlist_value",
            "kvlistValue",
            "bytes_value",
            "bytesValue",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            StringValue,
            BoolValue,
            IntValue,
            DoubleValue,
            ArrayValue,
            KvlistValue,
            BytesValue,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "stringValue" | "string_value" => Ok(GeneratedField::StringValue),
                            "boolValue" | "bool_value" => Ok(GeneratedField::BoolValue),
                            "intValue" | "int_value" => Ok(GeneratedField::IntValue),
                            "doubleValue" | "double_value" => Ok(GeneratedField::DoubleValue),
                            "arrayValue" | "array_value" => Ok(GeneratedField::ArrayValue),
                            "kvlistValue" | "kvlist_value" => Ok(GeneratedField::KvlistValue),
                            "bytesValue" | "bytes_value" => Ok(GeneratedField::BytesValue),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AnyValue;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.AnyValue")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AnyValue, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut value__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::StringValue => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("stringValue"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(any_value::Value::StringValue);
                        }
                        GeneratedField::BoolValue => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("boolValue"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(any_value::Value::BoolValue);
                        }
                        GeneratedField::IntValue => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("intValue"));
                            }
                            value__ = map_.next_value::<::std::option::Option<::pbjson::private::NumberDeserialize<_>>>()?.map(|x| any_value::Value::IntValue(x.0));
                        }
                        GeneratedField::DoubleValue => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("doubleValue"));
                            }
                            value__ = map_.next_value::<::std::option::Option<::pbjson::private::NumberDeserialize<_>>>()?.map(|x| any_value::Value::DoubleValue(x.0));
                        }
                        GeneratedField::ArrayValue => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("arrayValue"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(any_value::Value::ArrayValue)
;
                        }
                        GeneratedField::KvlistValue => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("kvlistValue"));
                            }
                            value__ = map_.next_value::<::std::option::Option<_>>()?.map(any_value::Value::KvlistValue)
;
                        }
                        GeneratedField::BytesValue => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("bytesValue"));
                            }
                            value__ = map_.next_value::<::std::option::Option<::pbjson::private::BytesDeserialize<_>>>()?.map(|x| any_value::Value::BytesValue(x.0));
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(AnyValue {
                    value: value__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.AnyValue", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ArrayValue {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.values.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.ArrayValue", len)?;
        if !self.values.is_empty() {
            struct_ser.serialize_field("values", &self.values)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ArrayValue {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "values",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Values,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "values" => Ok(GeneratedField::Values),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ArrayValue;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.ArrayValue")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ArrayValue, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut values__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Values => {
                            if values__.is_some() {
                                return Err(serde::de::Error::duplicate_field("values"));
                            }
                            values__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ArrayValue {
                    values: values__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.ArrayValue", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for AvailableComponents {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.components.is_empty() {
            len += 1;
        }
        if !self.hash.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.AvailableComponents", len)?;
        if !self.components.is_empty() {
            struct_ser.serialize_field("components", &self.components)?;
        }
        if !self.hash.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("hash", pbjson::private::base64::encode(&self.hash).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AvailableComponents {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "components",
            "hash",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Components,
            Hash,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "components" => Ok(GeneratedField::Components),
                            "hash" => Ok(GeneratedField::Hash),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AvailableComponents;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.AvailableComponents")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AvailableComponents, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut components__ = None;
                let mut hash__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Components => {
                            if components__.is_some() {
                                return Err(serde::de::Error::duplicate_field("components"));
                            }
                            components__ = Some(
                                map_.next_value::<std::collections::BTreeMap<_, _>>()?
                            );
                        }
                        GeneratedField::Hash => {
                            if hash__.is_some() {
                                return Err(serde::de::Error::duplicate_field("hash"));
                            }
                            hash__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(AvailableComponents {
                    components: components__.unwrap_or_default(),
                    hash: hash__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.AvailableComponents", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CertificateRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.csr.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.CertificateRequest", len)?;
        if !self.csr.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("csr", pbjson::private::base64::encode(&self.csr).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CertificateRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "csr",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Csr,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "csr" => Ok(GeneratedField::Csr),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CertificateRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.CertificateRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CertificateRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut csr__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Csr => {
                            if csr__.is_some() {
                                return Err(serde::de::Error::duplicate_field("csr"));
                            }
                            csr__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(CertificateRequest {
                    csr: csr__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.CertificateRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CommandType {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Restart => "CommandType_Restart",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for CommandType {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "CommandType_Restart",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = CommandType;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "CommandType_Restart" => Ok(CommandType::Restart),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for ComponentDetails {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.metadata.is_empty() {
            len += 1;
        }
        if !self.sub_component_map.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.ComponentDetails", len)?;
        if !self.metadata.is_empty() {
            struct_ser.serialize_field("metadata", &self.metadata)?;
        }
        if !self.sub_component_map.is_empty() {
            struct_ser.serialize_field("subComponentMap", &self.sub_component_map)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ComponentDetails {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "metadata",
            "sub_component_map",
            "subComponentMap",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Metadata,
            SubComponentMap,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "metadata" => Ok(GeneratedField::Metadata),
                            "subComponentMap" | "sub_component_map" => Ok(GeneratedField::SubComponentMap),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ComponentDetails;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.ComponentDetails")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ComponentDetails, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut metadata__ = None;
                let mut sub_component_map__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Metadata => {
                            if metadata__.is_some() {
                                return Err(serde::de::Error::duplicate_field("metadata"));
                            }
                            metadata__ = Some(map_.next_value()?);
                        }
                        GeneratedField::SubComponentMap => {
                            if sub_component_map__.is_some() {
                                return Err(serde::de::Error::duplicate_field("subComponentMap"));
                            }
                            sub_component_map__ = Some(
                                map_.next_value::<std::collections::BTreeMap<_, _>>()?
                            );
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ComponentDetails {
                    metadata: metadata__.unwrap_or_default(),
                    sub_component_map: sub_component_map__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.ComponentDetails", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ComponentHealth {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.healthy {
            len += 1;
        }
        if self.start_time_unix_nano != 0 {
            len += 1;
        }
        if !self.last_error.is_empty() {
            len += 1;
        }
        if !self.status.is_empty() {
            len += 1;
        }
        if self.status_time_unix_nano != 0 {
            len += 1;
        }
        if !self.component_health_map.is_empty() {
            len += 1;
        }
        if !self.attributes.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.ComponentHealth", len)?;
        if self.healthy {
            struct_ser.serialize_field("healthy", &self.healthy)?;
        }
        if self.start_time_unix_nano != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("startTimeUnixNano", ToString::to_string(&self.start_time_unix_nano).as_str())?;
        }
        if !self.last_error.is_empty() {
            struct_ser.serialize_field("lastError", &self.last_error)?;
        }
        if !self.status.is_empty() {
            struct_ser.serialize_field("status", &self.status)?;
        }
        if self.status_time_unix_nano != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("statusTimeUnixNano", ToString::to_string(&self.status_time_unix_nano).as_str())?;
        }
        if !self.component_health_map.is_empty() {
            struct_ser.serialize_field("componentHealthMap", &self.component_health_map)?;
        }
        if !self.attributes.is_empty() {
            struct_ser.serialize_field("attributes", &self.attributes)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ComponentHealth {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "healthy",
            "start_time_unix_nano",
            "startTimeUnixNano",
            "last_error",
            "lastError",
            "status",
            "status_time_unix_nano",
            "statusTimeUnixNano",
            "component_health_map",
            "componentHealthMap",
            "attributes",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Healthy,
            StartTimeUnixNano,
            LastError,
            Status,
            StatusTimeUnixNano,
            ComponentHealthMap,
            Attributes,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "healthy" => Ok(GeneratedField::Healthy),
                            "startTimeUnixNano" | "start_time_unix_nano" => Ok(GeneratedField::StartTimeUnixNano),
                            "lastError" | "last_error" => Ok(GeneratedField::LastError),
                            "status" => Ok(GeneratedField::Status),
                            "statusTimeUnixNano" | "status_time_unix_nano" => Ok(GeneratedField::StatusTimeUnixNano),
                            "componentHealthMap" | "component_health_map" => Ok(GeneratedField::ComponentHealthMap),
                            "attributes" => Ok(GeneratedField::Attributes),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ComponentHealth;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.ComponentHealth")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ComponentHealth, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut healthy__ = None;
                let mut start_time_unix_nano__ = None;
                let mut last_error__ = None;
                let mut status__ = None;
                let mut status_time_unix_nano__ = None;
                let mut component_health_map__ = None;
                let mut attributes__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Healthy => {
                            if healthy__.is_some() {
                                return Err(serde::de::Error::duplicate_field("healthy"));
                            }
                            healthy__ = Some(map_.next_value()?);
                        }
                        GeneratedField::StartTimeUnixNano => {
                            if start_time_unix_nano__.is_some() {
                                return Err(serde::de::Error::duplicate_field("startTimeUnixNano"));
                            }
                            start_time_unix_nano__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::LastError => {
                            if last_error__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lastError"));
                            }
                            last_error__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Status => {
                            if status__.is_some() {
                                return Err(serde::de::Error::duplicate_field("status"));
                            }
                            status__ = Some(map_.next_value()?);
                        }
                        GeneratedField::StatusTimeUnixNano => {
                            if status_time_unix_nano__.is_some() {
                                return Err(serde::de::Error::duplicate_field("statusTimeUnixNano"));
                            }
                            status_time_unix_nano__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ComponentHealthMap => {
                            if component_health_map__.is_some() {
                                return Err(serde::de::Error::duplicate_field("componentHealthMap"));
                            }
                            component_health_map__ = Some(
                                map_.next_value::<std::collections::BTreeMap<_, _>>()?
                            );
                        }
                        GeneratedField::Attributes => {
                            if attributes__.is_some() {
                                return Err(serde::de::Error::duplicate_field("attributes"));
                            }
                            attributes__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ComponentHealth {
                    healthy: healthy__.unwrap_or_default(),
                    start_time_unix_nano: start_time_unix_nano__.unwrap_or_default(),
                    last_error: last_error__.unwrap_or_default(),
                    status: status__.unwrap_or_default(),
                    status_time_unix_nano: status_time_unix_nano__.unwrap_or_default(),
                    component_health_map: component_health_map__.unwrap_or_default(),
                    attributes: attributes__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.ComponentHealth", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ConnectionSettingsOffers {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.hash.is_empty() {
            len += 1;
        }
        if self.opamp.is_some() {
            len += 1;
        }
        if self.own_metrics.is_some() {
            len += 1;
        }
        if self.own_traces.is_some() {
            len += 1;
        }
        if self.own_logs.is_some() {
            len += 1;
        }
        if !self.other_connections.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.ConnectionSettingsOffers", len)?;
        if !self.hash.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("hash", pbjson::private::base64::encode(&self.hash).as_str())?;
        }
        if let Some(v) = self.opamp.as_ref() {
            struct_ser.serialize_field("opamp", v)?;
        }
        if let Some(v) = self.own_metrics.as_ref() {
            struct_ser.serialize_field("ownMetrics", v)?;
        }
        if let Some(v) = self.own_traces.as_ref() {
            struct_ser.serialize_field("ownTraces", v)?;
        }
        if let Some(v) = self.own_logs.as_ref() {
            struct_ser.serialize_field("ownLogs", v)?;
        }
        if !self.other_connections.is_empty() {
            struct_ser.serialize_field("otherConnections", &self.other_connections)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ConnectionSettingsOffers {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "hash",
            "opamp",
            "own_metrics",
            "ownMetrics",
            "own_traces",
            "ownTraces",
            "own_logs",
            "ownLogs",
            "other_connections",
            "otherConnections",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Hash,
            Opamp,
            OwnMetrics,
            OwnTraces,
            OwnLogs,
            OtherConnections,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "hash" => Ok(GeneratedField::Hash),
                            "opamp" => Ok(GeneratedField::Opamp),
                            "ownMetrics" | "own_metrics" => Ok(GeneratedField::OwnMetrics),
                            "ownTraces" | "own_traces" => Ok(GeneratedField::OwnTraces),
                            "ownLogs" | "own_logs" => Ok(GeneratedField::OwnLogs),
                            "otherConnections" | "other_connections" => Ok(GeneratedField::OtherConnections),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ConnectionSettingsOffers;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.ConnectionSettingsOffers")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ConnectionSettingsOffers, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut hash__ = None;
                let mut opamp__ = None;
                let mut own_metrics__ = None;
                let mut own_traces__ = None;
                let mut own_logs__ = None;
                let mut other_connections__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Hash => {
                            if hash__.is_some() {
                                return Err(serde::de::Error::duplicate_field("hash"));
                            }
                            hash__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Opamp => {
                            if opamp__.is_some() {
                                return Err(serde::de::Error::duplicate_field("opamp"));
                            }
                            opamp__ = map_.next_value()?;
                        }
                        GeneratedField::OwnMetrics => {
                            if own_metrics__.is_some() {
                                return Err(serde::de::Error::duplicate_field("ownMetrics"));
                            }
                            own_metrics__ = map_.next_value()?;
                        }
                        GeneratedField::OwnTraces => {
                            if own_traces__.is_some() {
                                return Err(serde::de::Error::duplicate_field("ownTraces"));
                            }
                            own_traces__ = map_.next_value()?;
                        }
                        GeneratedField::OwnLogs => {
                            if own_logs__.is_some() {
                                return Err(serde::de::Error::duplicate_field("ownLogs"));
                            }
                            own_logs__ = map_.next_value()?;
                        }
                        GeneratedField::OtherConnections => {
                            if other_connections__.is_some() {
                                return Err(serde::de::Error::duplicate_field("otherConnections"));
                            }
                            other_connections__ = Some(
                                map_.next_value::<std::collections::BTreeMap<_, _>>()?
                            );
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ConnectionSettingsOffers {
                    hash: hash__.unwrap_or_default(),
                    opamp: opamp__,
                    own_metrics: own_metrics__,
                    own_traces: own_traces__,
                    own_logs: own_logs__,
                    other_connections: other_connections__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.ConnectionSettingsOffers", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ConnectionSettingsRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.opamp.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.ConnectionSettingsRequest", len)?;
        if let Some(v) = self.opamp.as_ref() {
            struct_ser.serialize_field("opamp", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ConnectionSettingsRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "opamp",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Opamp,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "opamp" => Ok(GeneratedField::Opamp),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ConnectionSettingsRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.ConnectionSettingsRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ConnectionSettingsRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut opamp__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Opamp => {
                            if opamp__.is_some() {
                                return Err(serde::de::Error::duplicate_field("opamp"));
                            }
                            opamp__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ConnectionSettingsRequest {
                    opamp: opamp__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.ConnectionSettingsRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ConnectionSettingsStatus {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.last_connection_settings_hash.is_empty() {
            len += 1;
        }
        if self.status != 0 {
            len += 1;
        }
        if !self.error_message.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.ConnectionSettingsStatus", len)?;
        if !self.last_connection_settings_hash.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("lastConnectionSettingsHash", pbjson::private::base64::encode(&self.last_connection_settings_hash).as_str())?;
        }
        if self.status != 0 {
            let v = ConnectionSettingsStatuses::try_from(self.status)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.status)))?;
            struct_ser.serialize_field("status", &v)?;
        }
        if !self.error_message.is_empty() {
            struct_ser.serialize_field("errorMessage", &self.error_message)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ConnectionSettingsStatus {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "last_connection_settings_hash",
            "lastConnectionSettingsHash",
            "status",
            "error_message",
            "errorMessage",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            LastConnectionSettingsHash,
            Status,
            ErrorMessage,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "lastConnectionSettingsHash" | "last_connection_settings_hash" => Ok(GeneratedField::LastConnectionSettingsHash),
                            "status" => Ok(GeneratedField::Status),
                            "errorMessage" | "error_message" => Ok(GeneratedField::ErrorMessage),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ConnectionSettingsStatus;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.ConnectionSettingsStatus")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ConnectionSettingsStatus, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut last_connection_settings_hash__ = None;
                let mut status__ = None;
                let mut error_message__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::LastConnectionSettingsHash => {
                            if last_connection_settings_hash__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lastConnectionSettingsHash"));
                            }
                            last_connection_settings_hash__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Status => {
                            if status__.is_some() {
                                return Err(serde::de::Error::duplicate_field("status"));
                            }
                            status__ = Some(map_.next_value::<ConnectionSettingsStatuses>()? as i32);
                        }
                        GeneratedField::ErrorMessage => {
                            if error_message__.is_some() {
                                return Err(serde::de::Error::duplicate_field("errorMessage"));
                            }
                            error_message__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ConnectionSettingsStatus {
                    last_connection_settings_hash: last_connection_settings_hash__.unwrap_or_default(),
                    status: status__.unwrap_or_default(),
                    error_message: error_message__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.ConnectionSettingsStatus", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ConnectionSettingsStatuses {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unset => "ConnectionSettingsStatuses_UNSET",
            Self::Applied => "ConnectionSettingsStatuses_APPLIED",
            Self::Applying => "ConnectionSettingsStatuses_APPLYING",
            Self::Failed => "ConnectionSettingsStatuses_FAILED",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for ConnectionSettingsStatuses {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "ConnectionSettingsStatuses_UNSET",
            "ConnectionSettingsStatuses_APPLIED",
            "ConnectionSettingsStatuses_APPLYING",
            "ConnectionSettingsStatuses_FAILED",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = ConnectionSettingsStatuses;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "ConnectionSettingsStatuses_UNSET" => Ok(ConnectionSettingsStatuses::Unset),
                    "ConnectionSettingsStatuses_APPLIED" => Ok(ConnectionSettingsStatuses::Applied),
                    "ConnectionSettingsStatuses_APPLYING" => Ok(ConnectionSettingsStatuses::Applying),
                    "ConnectionSettingsStatuses_FAILED" => Ok(ConnectionSettingsStatuses::Failed),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for CustomCapabilities {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.capabilities.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.CustomCapabilities", len)?;
        if !self.capabilities.is_empty() {
            struct_ser.serialize_field("capabilities", &self.capabilities)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CustomCapabilities {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "capabilities",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Capabilities,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "capabilities" => Ok(GeneratedField::Capabilities),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CustomCapabilities;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.CustomCapabilities")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CustomCapabilities, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut capabilities__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Capabilities => {
                            if capabilities__.is_some() {
                                return Err(serde::de::Error::duplicate_field("capabilities"));
                            }
                            capabilities__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(CustomCapabilities {
                    capabilities: capabilities__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.CustomCapabilities", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CustomMessage {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.capability.is_empty() {
            len += 1;
        }
        if !self.r#type.is_empty() {
            len += 1;
        }
        if !self.data.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.CustomMessage", len)?;
        if !self.capability.is_empty() {
            struct_ser.serialize_field("capability", &self.capability)?;
        }
        if !self.r#type.is_empty() {
            struct_ser.serialize_field("type", &self.r#type)?;
        }
        if !self.data.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("data", pbjson::private::base64::encode(&self.data).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CustomMessage {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "capability",
            "type",
            "data",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Capability,
            Type,
            Data,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "capability" => Ok(GeneratedField::Capability),
                            "type" => Ok(GeneratedField::Type),
                            "data" => Ok(GeneratedField::Data),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CustomMessage;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.CustomMessage")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CustomMessage, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut capability__ = None;
                let mut r#type__ = None;
                let mut data__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Capability => {
                            if capability__.is_some() {
                                return Err(serde::de::Error::duplicate_field("capability"));
                            }
                            capability__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Type => {
                            if r#type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("type"));
                            }
                            r#type__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Data => {
                            if data__.is_some() {
                                return Err(serde::de::Error::duplicate_field("data"));
                            }
                            data__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(CustomMessage {
                    capability: capability__.unwrap_or_default(),
                    r#type: r#type__.unwrap_or_default(),
                    data: data__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.CustomMessage", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DownloadableFile {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.download_url.is_empty() {
            len += 1;
        }
        if !self.content_hash.is_empty() {
            len += 1;
        }
        if !self.signature.is_empty() {
            len += 1;
        }
        if self.headers.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.DownloadableFile", len)?;
        if !self.download_url.is_empty() {
            struct_ser.serialize_field("downloadUrl", &self.download_url)?;
        }
        if !self.content_hash.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("contentHash", pbjson::private::base64::encode(&self.content_hash).as_str())?;
        }
        if !self.signature.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("signature", pbjson::private::base64::encode(&self.signature).as_str())?;
        }
        if let Some(v) = self.headers.as_ref() {
            struct_ser.serialize_field("headers", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for DownloadableFile {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "download_url",
            "downloadUrl",
            "content_hash",
            "contentHash",
            "signature",
            "headers",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DownloadUrl,
            ContentHash,
            Signature,
            Headers,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "downloadUrl" | "download_url" => Ok(GeneratedField::DownloadUrl),
                            "contentHash" | "content_hash" => Ok(GeneratedField::ContentHash),
                            "signature" => Ok(GeneratedField::Signature),
                            "headers" => Ok(GeneratedField::Headers),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = DownloadableFile;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.DownloadableFile")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<DownloadableFile, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut download_url__ = None;
                let mut content_hash__ = None;
                let mut signature__ = None;
                let mut headers__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DownloadUrl => {
                            if download_url__.is_some() {
                                return Err(serde::de::Error::duplicate_field("downloadUrl"));
                            }
                            download_url__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ContentHash => {
                            if content_hash__.is_some() {
                                return Err(serde::de::Error::duplicate_field("contentHash"));
                            }
                            content_hash__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Signature => {
                            if signature__.is_some() {
                                return Err(serde::de::Error::duplicate_field("signature"));
                            }
                            signature__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Headers => {
                            if headers__.is_some() {
                                return Err(serde::de::Error::duplicate_field("headers"));
                            }
                            headers__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(DownloadableFile {
                    download_url: download_url__.unwrap_or_default(),
                    content_hash: content_hash__.unwrap_or_default(),
                    signature: signature__.unwrap_or_default(),
                    headers: headers__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.DownloadableFile", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for EffectiveConfig {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.config_map.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.EffectiveConfig", len)?;
        if let Some(v) = self.config_map.as_ref() {
            struct_ser.serialize_field("configMap", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for EffectiveConfig {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "config_map",
            "configMap",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            ConfigMap,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "configMap" | "config_map" => Ok(GeneratedField::ConfigMap),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = EffectiveConfig;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.EffectiveConfig")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<EffectiveConfig, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut config_map__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::ConfigMap => {
                            if config_map__.is_some() {
                                return Err(serde::de::Error::duplicate_field("configMap"));
                            }
                            config_map__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(EffectiveConfig {
                    config_map: config_map__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.EffectiveConfig", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Header {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.key.is_empty() {
            len += 1;
        }
        if !self.value.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.Header", len)?;
        if !self.key.is_empty() {
            struct_ser.serialize_field("key", &self.key)?;
        }
        if !self.value.is_empty() {
            struct_ser.serialize_field("value", &self.value)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Header {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "key",
            "value",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Key,
            Value,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "key" => Ok(GeneratedField::Key),
                            "value" => Ok(GeneratedField::Value),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Header;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.Header")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Header, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut key__ = None;
                let mut value__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Key => {
                            if key__.is_some() {
                                return Err(serde::de::Error::duplicate_field("key"));
                            }
                            key__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Value => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("value"));
                            }
                            value__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Header {
                    key: key__.unwrap_or_default(),
                    value: value__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.Header", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Headers {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.headers.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.Headers", len)?;
        if !self.headers.is_empty() {
            struct_ser.serialize_field("headers", &self.headers)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Headers {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "headers",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Headers,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "headers" => Ok(GeneratedField::Headers),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Headers;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.Headers")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Headers, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut headers__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Headers => {
                            if headers__.is_some() {
                                return Err(serde::de::Error::duplicate_field("headers"));
                            }
                            headers__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Headers {
                    headers: headers__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.Headers", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for KeyValue {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.key.is_empty() {
            len += 1;
        }
        if self.value.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.KeyValue", len)?;
        if !self.key.is_empty() {
            struct_ser.serialize_field("key", &self.key)?;
        }
        if let Some(v) = self.value.as_ref() {
            struct_ser.serialize_field("value", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for KeyValue {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "key",
            "value",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Key,
            Value,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "key" => Ok(GeneratedField::Key),
                            "value" => Ok(GeneratedField::Value),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = KeyValue;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.KeyValue")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<KeyValue, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut key__ = None;
                let mut value__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Key => {
                            if key__.is_some() {
                                return Err(serde::de::Error::duplicate_field("key"));
                            }
                            key__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Value => {
                            if value__.is_some() {
                                return Err(serde::de::Error::duplicate_field("value"));
                            }
                            value__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(KeyValue {
                    key: key__.unwrap_or_default(),
                    value: value__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.KeyValue", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for KeyValueList {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.values.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.KeyValueList", len)?;
        if !self.values.is_empty() {
            struct_ser.serialize_field("values", &self.values)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for KeyValueList {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "values",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Values,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "values" => Ok(GeneratedField::Values),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = KeyValueList;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.KeyValueList")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<KeyValueList, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut values__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Values => {
                            if values__.is_some() {
                                return Err(serde::de::Error::duplicate_field("values"));
                            }
                            values__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(KeyValueList {
                    values: values__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.KeyValueList", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for OpAmpConnectionSettings {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.destination_endpoint.is_empty() {
            len += 1;
        }
        if self.headers.is_some() {
            len += 1;
        }
        if self.certificate.is_some() {
            len += 1;
        }
        if self.heartbeat_interval_seconds != 0 {
            len += 1;
        }
        if self.tls.is_some() {
            len += 1;
        }
        if self.proxy.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.OpAMPConnectionSettings", len)?;
        if !self.destination_endpoint.is_empty() {
            struct_ser.serialize_field("destinationEndpoint", &self.destination_endpoint)?;
        }
        if let Some(v) = self.headers.as_ref() {
            struct_ser.serialize_field("headers", v)?;
        }
        if let Some(v) = self.certificate.as_ref() {
            struct_ser.serialize_field("certificate", v)?;
        }
        if self.heartbeat_interval_seconds != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("heartbeatIntervalSeconds", ToString::to_string(&self.heartbeat_interval_seconds).as_str())?;
        }
        if let Some(v) = self.tls.as_ref() {
            struct_ser.serialize_field("tls", v)?;
        }
        if let Some(v) = self.proxy.as_ref() {
            struct_ser.serialize_field("proxy", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for OpAmpConnectionSettings {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "destination_endpoint",
            "destinationEndpoint",
            "headers",
            "certificate",
            "heartbeat_interval_seconds",
            "heartbeatIntervalSeconds",
            "tls",
            "proxy",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DestinationEndpoint,
            Headers,
            Certificate,
            HeartbeatIntervalSeconds,
            Tls,
            Proxy,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "destinationEndpoint" | "destination_endpoint" => Ok(GeneratedField::DestinationEndpoint),
                            "headers" => Ok(GeneratedField::Headers),
                            "certificate" => Ok(GeneratedField::Certificate),
                            "heartbeatIntervalSeconds" | "heartbeat_interval_seconds" => Ok(GeneratedField::HeartbeatIntervalSeconds),
                            "tls" => Ok(GeneratedField::Tls),
                            "proxy" => Ok(GeneratedField::Proxy),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = OpAmpConnectionSettings;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.OpAMPConnectionSettings")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<OpAmpConnectionSettings, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut destination_endpoint__ = None;
                let mut headers__ = None;
                let mut certificate__ = None;
                let mut heartbeat_interval_seconds__ = None;
                let mut tls__ = None;
                let mut proxy__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DestinationEndpoint => {
                            if destination_endpoint__.is_some() {
                                return Err(serde::de::Error::duplicate_field("destinationEndpoint"));
                            }
                            destination_endpoint__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Headers => {
                            if headers__.is_some() {
                                return Err(serde::de::Error::duplicate_field("headers"));
                            }
                            headers__ = map_.next_value()?;
                        }
                        GeneratedField::Certificate => {
                            if certificate__.is_some() {
                                return Err(serde::de::Error::duplicate_field("certificate"));
                            }
                            certificate__ = map_.next_value()?;
                        }
                        GeneratedField::HeartbeatIntervalSeconds => {
                            if heartbeat_interval_seconds__.is_some() {
                                return Err(serde::de::Error::duplicate_field("heartbeatIntervalSeconds"));
                            }
                            heartbeat_interval_seconds__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Tls => {
                            if tls__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tls"));
                            }
                            tls__ = map_.next_value()?;
                        }
                        GeneratedField::Proxy => {
                            if proxy__.is_some() {
                                return Err(serde::de::Error::duplicate_field("proxy"));
                            }
                            proxy__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(OpAmpConnectionSettings {
                    destination_endpoint: destination_endpoint__.unwrap_or_default(),
                    headers: headers__,
                    certificate: certificate__,
                    heartbeat_interval_seconds: heartbeat_interval_seconds__.unwrap_or_default(),
                    tls: tls__,
                    proxy: proxy__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.OpAMPConnectionSettings", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for OpAmpConnectionSettingsRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.certificate_request.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.OpAMPConnectionSettingsRequest", len)?;
        if let Some(v) = self.certificate_request.as_ref() {
            struct_ser.serialize_field("certificateRequest", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for OpAmpConnectionSettingsRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "certificate_request",
            "certificateRequest",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            CertificateRequest,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "certificateRequest" | "certificate_request" => Ok(GeneratedField::CertificateRequest),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = OpAmpConnectionSettingsRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.OpAMPConnectionSettingsRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<OpAmpConnectionSettingsRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut certificate_request__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::CertificateRequest => {
                            if certificate_request__.is_some() {
                                return Err(serde::de::Error::duplicate_field("certificateRequest"));
                            }
                            certificate_request__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(OpAmpConnectionSettingsRequest {
                    certificate_request: certificate_request__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.OpAMPConnectionSettingsRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for OtherConnectionSettings {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.destination_endpoint.is_empty() {
            len += 1;
        }
        if self.headers.is_some() {
            len += 1;
        }
        if self.certificate.is_some() {
            len += 1;
        }
        if !self.other_settings.is_empty() {
            len += 1;
        }
        if self.tls.is_some() {
            len += 1;
        }
        if self.proxy.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.OtherConnectionSettings", len)?;
        if !self.destination_endpoint.is_empty() {
            struct_ser.serialize_field("destinationEndpoint", &self.destination_endpoint)?;
        }
        if let Some(v) = self.headers.as_ref() {
            struct_ser.serialize_field("headers", v)?;
        }
        if let Some(v) = self.certificate.as_ref() {
            struct_ser.serialize_field("certificate", v)?;
        }
        if !self.other_settings.is_empty() {
            struct_ser.serialize_field("otherSettings", &self.other_settings)?;
        }
        if let Some(v) = self.tls.as_ref() {
            struct_ser.serialize_field("tls", v)?;
        }
        if let Some(v) = self.proxy.as_ref() {
            struct_ser.serialize_field("proxy", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for OtherConnectionSettings {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "destination_endpoint",
            "destinationEndpoint",
            "headers",
            "certificate",
            "other_settings",
            "otherSettings",
            "tls",
            "proxy",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DestinationEndpoint,
            Headers,
            Certificate,
            OtherSettings,
            Tls,
            Proxy,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "destinationEndpoint" | "destination_endpoint" => Ok(GeneratedField::DestinationEndpoint),
                            "headers" => Ok(GeneratedField::Headers),
                            "certificate" => Ok(GeneratedField::Certificate),
                            "otherSettings" | "other_settings" => Ok(GeneratedField::OtherSettings),
                            "tls" => Ok(GeneratedField::Tls),
                            "proxy" => Ok(GeneratedField::Proxy),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = OtherConnectionSettings;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.OtherConnectionSettings")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<OtherConnectionSettings, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut destination_endpoint__ = None;
                let mut headers__ = None;
                let mut certificate__ = None;
                let mut other_settings__ = None;
                let mut tls__ = None;
                let mut proxy__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DestinationEndpoint => {
                            if destination_endpoint__.is_some() {
                                return Err(serde::de::Error::duplicate_field("destinationEndpoint"));
                            }
                            destination_endpoint__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Headers => {
                            if headers__.is_some() {
                                return Err(serde::de::Error::duplicate_field("headers"));
                            }
                            headers__ = map_.next_value()?;
                        }
                        GeneratedField::Certificate => {
                            if certificate__.is_some() {
                                return Err(serde::de::Error::duplicate_field("certificate"));
                            }
                            certificate__ = map_.next_value()?;
                        }
                        GeneratedField::OtherSettings => {
                            if other_settings__.is_some() {
                                return Err(serde::de::Error::duplicate_field("otherSettings"));
                            }
                            other_settings__ = Some(
                                map_.next_value::<std::collections::BTreeMap<_, _>>()?
                            );
                        }
                        GeneratedField::Tls => {
                            if tls__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tls"));
                            }
                            tls__ = map_.next_value()?;
                        }
                        GeneratedField::Proxy => {
                            if proxy__.is_some() {
                                return Err(serde::de::Error::duplicate_field("proxy"));
                            }
                            proxy__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(OtherConnectionSettings {
                    destination_endpoint: destination_endpoint__.unwrap_or_default(),
                    headers: headers__,
                    certificate: certificate__,
                    other_settings: other_settings__.unwrap_or_default(),
                    tls: tls__,
                    proxy: proxy__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.OtherConnectionSettings", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PackageAvailable {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.r#type != 0 {
            len += 1;
        }
        if !self.version.is_empty() {
            len += 1;
        }
        if self.file.is_some() {
            len += 1;
        }
        if !self.hash.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.PackageAvailable", len)?;
        if self.r#type != 0 {
            let v = PackageType::try_from(self.r#type)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.r#type)))?;
            struct_ser.serialize_field("type", &v)?;
        }
        if !self.version.is_empty() {
            struct_ser.serialize_field("version", &self.version)?;
        }
        if let Some(v) = self.file.as_ref() {
            struct_ser.serialize_field("file", v)?;
        }
        if !self.hash.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("hash", pbjson::private::base64::encode(&self.hash).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PackageAvailable {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "type",
            "version",
            "file",
            "hash",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Type,
            Version,
            File,
            Hash,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "type" => Ok(GeneratedField::Type),
                            "version" => Ok(GeneratedField::Version),
                            "file" => Ok(GeneratedField::File),
                            "hash" => Ok(GeneratedField::Hash),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PackageAvailable;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.PackageAvailable")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PackageAvailable, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut r#type__ = None;
                let mut version__ = None;
                let mut file__ = None;
                let mut hash__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Type => {
                            if r#type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("type"));
                            }
                            r#type__ = Some(map_.next_value::<PackageType>()? as i32);
                        }
                        GeneratedField::Version => {
                            if version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("version"));
                            }
                            version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::File => {
                            if file__.is_some() {
                                return Err(serde::de::Error::duplicate_field("file"));
                            }
                            file__ = map_.next_value()?;
                        }
                        GeneratedField::Hash => {
                            if hash__.is_some() {
                                return Err(serde::de::Error::duplicate_field("hash"));
                            }
                            hash__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PackageAvailable {
                    r#type: r#type__.unwrap_or_default(),
                    version: version__.unwrap_or_default(),
                    file: file__,
                    hash: hash__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.PackageAvailable", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PackageDownloadDetails {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.download_percent != 0. {
            len += 1;
        }
        if self.download_bytes_per_second != 0. {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.PackageDownloadDetails", len)?;
        if self.download_percent != 0. {
            struct_ser.serialize_field("downloadPercent", &self.download_percent)?;
        }
        if self.download_bytes_per_second != 0. {
            struct_ser.serialize_field("downloadBytesPerSecond", &self.download_bytes_per_second)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PackageDownloadDetails {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "download_percent",
            "downloadPercent",
            "download_bytes_per_second",
            "downloadBytesPerSecond",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DownloadPercent,
            DownloadBytesPerSecond,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "downloadPercent" | "download_percent" => Ok(GeneratedField::DownloadPercent),
                            "downloadBytesPerSecond" | "download_bytes_per_second" => Ok(GeneratedField::DownloadBytesPerSecond),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PackageDownloadDetails;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.PackageDownloadDetails")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PackageDownloadDetails, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut download_percent__ = None;
                let mut download_bytes_per_second__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DownloadPercent => {
                            if download_percent__.is_some() {
                                return Err(serde::de::Error::duplicate_field("downloadPercent"));
                            }
                            download_percent__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::DownloadBytesPerSecond => {
                            if download_bytes_per_second__.is_some() {
                                return Err(serde::de::Error::duplicate_field("downloadBytesPerSecond"));
                            }
                            download_bytes_per_second__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PackageDownloadDetails {
                    download_percent: download_percent__.unwrap_or_default(),
                    download_bytes_per_second: download_bytes_per_second__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.PackageDownloadDetails", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PackageStatus {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.name.is_empty() {
            len += 1;
        }
        if !self.agent_has_version.is_empty() {
            len += 1;
        }
        if !self.agent_has_hash.is_empty() {
            len += 1;
        }
        if !self.server_offered_version.is_empty() {
            len += 1;
        }
        if !self.server_offered_hash.is_empty() {
            len += 1;
        }
        if self.status != 0 {
            len += 1;
        }
        if !self.error_message.is_empty() {
            len += 1;
        }
        if self.download_details.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.PackageStatus", len)?;
        if !self.name.is_empty() {
            struct_ser.serialize_field("name", &self.name)?;
        }
        if !self.agent_has_version.is_empty() {
            struct_ser.serialize_field("agentHasVersion", &self.agent_has_version)?;
        }
        if !self.agent_has_hash.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("agentHasHash", pbjson::private::base64::encode(&self.agent_has_hash).as_str())?;
        }
        if !self.server_offered_version.is_empty() {
            struct_ser.serialize_field("serverOfferedVersion", &self.server_offered_version)?;
        }
        if !self.server_offered_hash.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("serverOfferedHash", pbjson::private::base64::encode(&self.server_offered_hash).as_str())?;
        }
        if self.status != 0 {
            let v = PackageStatusEnum::try_from(self.status)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.status)))?;
            struct_ser.serialize_field("status", &v)?;
        }
        if !self.error_message.is_empty() {
            struct_ser.serialize_field("errorMessage", &self.error_message)?;
        }
        if let Some(v) = self.download_details.as_ref() {
            struct_ser.serialize_field("downloadDetails", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PackageStatus {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "name",
            "agent_has_version",
            "agentHasVersion",
            "agent_has_hash",
            "agentHasHash",
            "server_offered_version",
            "serverOfferedVersion",
            "server_offered_hash",
            "serverOfferedHash",
            "status",
            "error_message",
            "errorMessage",
            "download_details",
            "downloadDetails",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Name,
            AgentHasVersion,
            AgentHasHash,
            ServerOfferedVersion,
            ServerOfferedHash,
            Status,
            ErrorMessage,
            DownloadDetails,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "name" => Ok(GeneratedField::Name),
                            "agentHasVersion" | "agent_has_version" => Ok(GeneratedField::AgentHasVersion),
                            "agentHasHash" | "agent_has_hash" => Ok(GeneratedField::AgentHasHash),
                            "serverOfferedVersion" | "server_offered_version" => Ok(GeneratedField::ServerOfferedVersion),
                            "serverOfferedHash" | "server_offered_hash" => Ok(GeneratedField::ServerOfferedHash),
                            "status" => Ok(GeneratedField::Status),
                            "errorMessage" | "error_message" => Ok(GeneratedField::ErrorMessage),
                            "downloadDetails" | "download_details" => Ok(GeneratedField::DownloadDetails),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PackageStatus;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.PackageStatus")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PackageStatus, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut name__ = None;
                let mut agent_has_version__ = None;
                let mut agent_has_hash__ = None;
                let mut server_offered_version__ = None;
                let mut server_offered_hash__ = None;
                let mut status__ = None;
                let mut error_message__ = None;
                let mut download_details__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Name => {
                            if name__.is_some() {
                                return Err(serde::de::Error::duplicate_field("name"));
                            }
                            name__ = Some(map_.next_value()?);
                        }
                        GeneratedField::AgentHasVersion => {
                            if agent_has_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("agentHasVersion"));
                            }
                            agent_has_version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::AgentHasHash => {
                            if agent_has_hash__.is_some() {
                                return Err(serde::de::Error::duplicate_field("agentHasHash"));
                            }
                            agent_has_hash__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ServerOfferedVersion => {
                            if server_offered_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("serverOfferedVersion"));
                            }
                            server_offered_version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ServerOfferedHash => {
                            if server_offered_hash__.is_some() {
                                return Err(serde::de::Error::duplicate_field("serverOfferedHash"));
                            }
                            server_offered_hash__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Status => {
                            if status__.is_some() {
                                return Err(serde::de::Error::duplicate_field("status"));
                            }
                            status__ = Some(map_.next_value::<PackageStatusEnum>()? as i32);
                        }
                        GeneratedField::ErrorMessage => {
                            if error_message__.is_some() {
                                return Err(serde::de::Error::duplicate_field("errorMessage"));
                            }
                            error_message__ = Some(map_.next_value()?);
                        }
                        GeneratedField::DownloadDetails => {
                            if download_details__.is_some() {
                                return Err(serde::de::Error::duplicate_field("downloadDetails"));
                            }
                            download_details__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PackageStatus {
                    name: name__.unwrap_or_default(),
                    agent_has_version: agent_has_version__.unwrap_or_default(),
                    agent_has_hash: agent_has_hash__.unwrap_or_default(),
                    server_offered_version: server_offered_version__.unwrap_or_default(),
                    server_offered_hash: server_offered_hash__.unwrap_or_default(),
                    status: status__.unwrap_or_default(),
                    error_message: error_message__.unwrap_or_default(),
                    download_details: download_details__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.PackageStatus", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PackageStatusEnum {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Installed => "PackageStatusEnum_Installed",
            Self::InstallPending => "PackageStatusEnum_InstallPending",
            Self::Installing => "PackageStatusEnum_Installing",
            Self::InstallFailed => "PackageStatusEnum_InstallFailed",
            Self::Downloading => "PackageStatusEnum_Downloading",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for PackageStatusEnum {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "PackageStatusEnum_Installed",
            "PackageStatusEnum_InstallPending",
            "PackageStatusEnum_Installing",
            "PackageStatusEnum_InstallFailed",
            "PackageStatusEnum_Downloading",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = PackageStatusEnum;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "PackageStatusEnum_Installed" => Ok(PackageStatusEnum::Installed),
                    "PackageStatusEnum_InstallPending" => Ok(PackageStatusEnum::InstallPending),
                    "PackageStatusEnum_Installing" => Ok(PackageStatusEnum::Installing),
                    "PackageStatusEnum_InstallFailed" => Ok(PackageStatusEnum::InstallFailed),
                    "PackageStatusEnum_Downloading" => Ok(PackageStatusEnum::Downloading),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for PackageStatuses {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.packages.is_empty() {
            len += 1;
        }
        if !self.server_provided_all_packages_hash.is_empty() {
            len += 1;
        }
        if !self.error_message.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.PackageStatuses", len)?;
        if !self.packages.is_empty() {
            struct_ser.serialize_field("packages", &self.packages)?;
        }
        if !self.server_provided_all_packages_hash.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("serverProvidedAllPackagesHash", pbjson::private::base64::encode(&self.server_provided_all_packages_hash).as_str())?;
        }
        if !self.error_message.is_empty() {
            struct_ser.serialize_field("errorMessage", &self.error_message)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PackageStatuses {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "packages",
            "server_provided_all_packages_hash",
            "serverProvidedAllPackagesHash",
            "error_message",
            "errorMessage",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Packages,
            ServerProvidedAllPackagesHash,
            ErrorMessage,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "packages" => Ok(GeneratedField::Packages),
                            "serverProvidedAllPackagesHash" | "server_provided_all_packages_hash" => Ok(GeneratedField::ServerProvidedAllPackagesHash),
                            "errorMessage" | "error_message" => Ok(GeneratedField::ErrorMessage),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PackageStatuses;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.PackageStatuses")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PackageStatuses, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut packages__ = None;
                let mut server_provided_all_packages_hash__ = None;
                let mut error_message__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Packages => {
                            if packages__.is_some() {
                                return Err(serde::de::Error::duplicate_field("packages"));
                            }
                            packages__ = Some(
                                map_.next_value::<std::collections::BTreeMap<_, _>>()?
                            );
                        }
                        GeneratedField::ServerProvidedAllPackagesHash => {
                            if server_provided_all_packages_hash__.is_some() {
                                return Err(serde::de::Error::duplicate_field("serverProvidedAllPackagesHash"));
                            }
                            server_provided_all_packages_hash__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ErrorMessage => {
                            if error_message__.is_some() {
                                return Err(serde::de::Error::duplicate_field("errorMessage"));
                            }
                            error_message__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PackageStatuses {
                    packages: packages__.unwrap_or_default(),
                    server_provided_all_packages_hash: server_provided_all_packages_hash__.unwrap_or_default(),
                    error_message: error_message__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.PackageStatuses", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PackageType {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::TopLevel => "PackageType_TopLevel",
            Self::Addon => "PackageType_Addon",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for PackageType {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "PackageType_TopLevel",
            "PackageType_Addon",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = PackageType;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "PackageType_TopLevel" => Ok(PackageType::TopLevel),
                    "PackageType_Addon" => Ok(PackageType::Addon),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for PackagesAvailable {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.packages.is_empty() {
            len += 1;
        }
        if !self.all_packages_hash.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.PackagesAvailable", len)?;
        if !self.packages.is_empty() {
            struct_ser.serialize_field("packages", &self.packages)?;
        }
        if !self.all_packages_hash.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("allPackagesHash", pbjson::private::base64::encode(&self.all_packages_hash).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PackagesAvailable {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "packages",
            "all_packages_hash",
            "allPackagesHash",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Packages,
            AllPackagesHash,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "packages" => Ok(GeneratedField::Packages),
                            "allPackagesHash" | "all_packages_hash" => Ok(GeneratedField::AllPackagesHash),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PackagesAvailable;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.PackagesAvailable")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PackagesAvailable, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut packages__ = None;
                let mut all_packages_hash__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Packages => {
                            if packages__.is_some() {
                                return Err(serde::de::Error::duplicate_field("packages"));
                            }
                            packages__ = Some(
                                map_.next_value::<std::collections::BTreeMap<_, _>>()?
                            );
                        }
                        GeneratedField::AllPackagesHash => {
                            if all_packages_hash__.is_some() {
                                return Err(serde::de::Error::duplicate_field("allPackagesHash"));
                            }
                            all_packages_hash__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PackagesAvailable {
                    packages: packages__.unwrap_or_default(),
                    all_packages_hash: all_packages_hash__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.PackagesAvailable", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ProxyConnectionSettings {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.url.is_empty() {
            len += 1;
        }
        if self.connect_headers.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.ProxyConnectionSettings", len)?;
        if !self.url.is_empty() {
            struct_ser.serialize_field("url", &self.url)?;
        }
        if let Some(v) = self.connect_headers.as_ref() {
            struct_ser.serialize_field("connectHeaders", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ProxyConnectionSettings {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "url",
            "connect_headers",
            "connectHeaders",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Url,
            ConnectHeaders,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "url" => Ok(GeneratedField::Url),
                            "connectHeaders" | "connect_headers" => Ok(GeneratedField::ConnectHeaders),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ProxyConnectionSettings;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.ProxyConnectionSettings")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ProxyConnectionSettings, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut url__ = None;
                let mut connect_headers__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Url => {
                            if url__.is_some() {
                                return Err(serde::de::Error::duplicate_field("url"));
                            }
                            url__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ConnectHeaders => {
                            if connect_headers__.is_some() {
                                return Err(serde::de::Error::duplicate_field("connectHeaders"));
                            }
                            connect_headers__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ProxyConnectionSettings {
                    url: url__.unwrap_or_default(),
                    connect_headers: connect_headers__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.ProxyConnectionSettings", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for RemoteConfigStatus {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.last_remote_config_hash.is_empty() {
            len += 1;
        }
        if self.status != 0 {
            len += 1;
        }
        if !self.error_message.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.RemoteConfigStatus", len)?;
        if !self.last_remote_config_hash.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("lastRemoteConfigHash", pbjson::private::base64::encode(&self.last_remote_config_hash).as_str())?;
        }
        if self.status != 0 {
            let v = RemoteConfigStatuses::try_from(self.status)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.status)))?;
            struct_ser.serialize_field("status", &v)?;
        }
        if !self.error_message.is_empty() {
            struct_ser.serialize_field("errorMessage", &self.error_message)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for RemoteConfigStatus {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "last_remote_config_hash",
            "lastRemoteConfigHash",
            "status",
            "error_message",
            "errorMessage",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            LastRemoteConfigHash,
            Status,
            ErrorMessage,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "lastRemoteConfigHash" | "last_remote_config_hash" => Ok(GeneratedField::LastRemoteConfigHash),
                            "status" => Ok(GeneratedField::Status),
                            "errorMessage" | "error_message" => Ok(GeneratedField::ErrorMessage),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = RemoteConfigStatus;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.RemoteConfigStatus")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<RemoteConfigStatus, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut last_remote_config_hash__ = None;
                let mut status__ = None;
                let mut error_message__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::LastRemoteConfigHash => {
                            if last_remote_config_hash__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lastRemoteConfigHash"));
                            }
                            last_remote_config_hash__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Status => {
                            if status__.is_some() {
                                return Err(serde::de::Error::duplicate_field("status"));
                            }
                            status__ = Some(map_.next_value::<RemoteConfigStatuses>()? as i32);
                        }
                        GeneratedField::ErrorMessage => {
                            if error_message__.is_some() {
                                return Err(serde::de::Error::duplicate_field("errorMessage"));
                            }
                            error_message__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(RemoteConfigStatus {
                    last_remote_config_hash: last_remote_config_hash__.unwrap_or_default(),
                    status: status__.unwrap_or_default(),
                    error_message: error_message__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.RemoteConfigStatus", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for RemoteConfigStatuses {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unset => "RemoteConfigStatuses_UNSET",
            Self::Applied => "RemoteConfigStatuses_APPLIED",
            Self::Applying => "RemoteConfigStatuses_APPLYING",
            Self::Failed => "RemoteConfigStatuses_FAILED",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for RemoteConfigStatuses {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "RemoteConfigStatuses_UNSET",
            "RemoteConfigStatuses_APPLIED",
            "RemoteConfigStatuses_APPLYING",
            "RemoteConfigStatuses_FAILED",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = RemoteConfigStatuses;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "RemoteConfigStatuses_UNSET" => Ok(RemoteConfigStatuses::Unset),
                    "RemoteConfigStatuses_APPLIED" => Ok(RemoteConfigStatuses::Applied),
                    "RemoteConfigStatuses_APPLYING" => Ok(RemoteConfigStatuses::Applying),
                    "RemoteConfigStatuses_FAILED" => Ok(RemoteConfigStatuses::Failed),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for RetryInfo {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.retry_after_nanoseconds != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.RetryInfo", len)?;
        if self.retry_after_nanoseconds != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("retryAfterNanoseconds", ToString::to_string(&self.retry_after_nanoseconds).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for RetryInfo {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "retry_after_nanoseconds",
            "retryAfterNanoseconds",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            RetryAfterNanoseconds,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "retryAfterNanoseconds" | "retry_after_nanoseconds" => Ok(GeneratedField::RetryAfterNanoseconds),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = RetryInfo;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.RetryInfo")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<RetryInfo, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut retry_after_nanoseconds__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::RetryAfterNanoseconds => {
                            if retry_after_nanoseconds__.is_some() {
                                return Err(serde::de::Error::duplicate_field("retryAfterNanoseconds"));
                            }
                            retry_after_nanoseconds__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(RetryInfo {
                    retry_after_nanoseconds: retry_after_nanoseconds__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.RetryInfo", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ServerCapabilities {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "ServerCapabilities_Unspecified",
            Self::AcceptsStatus => "ServerCapabilities_AcceptsStatus",
            Self::OffersRemoteConfig => "ServerCapabilities_OffersRemoteConfig",
            Self::AcceptsEffectiveConfig => "ServerCapabilities_AcceptsEffectiveConfig",
            Self::OffersPackages => "ServerCapabilities_OffersPackages",
            Self::AcceptsPackagesStatus => "ServerCapabilities_AcceptsPackagesStatus",
            Self::OffersConnectionSettings => "ServerCapabilities_OffersConnectionSettings",
            Self::AcceptsConnectionSettingsRequest => "ServerCapabilities_AcceptsConnectionSettingsRequest",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for ServerCapabilities {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "ServerCapabilities_Unspecified",
            "ServerCapabilities_AcceptsStatus",
            "ServerCapabilities_OffersRemoteConfig",
            "ServerCapabilities_AcceptsEffectiveConfig",
            "ServerCapabilities_OffersPackages",
            "ServerCapabilities_AcceptsPackagesStatus",
            "ServerCapabilities_OffersConnectionSettings",
            "ServerCapabilities_AcceptsConnectionSettingsRequest",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = ServerCapabilities;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "ServerCapabilities_Unspecified" => Ok(ServerCapabilities::Unspecified),
                    "ServerCapabilities_AcceptsStatus" => Ok(ServerCapabilities::AcceptsStatus),
                    "ServerCapabilities_OffersRemoteConfig" => Ok(ServerCapabilities::OffersRemoteConfig),
                    "ServerCapabilities_AcceptsEffectiveConfig" => Ok(ServerCapabilities::AcceptsEffectiveConfig),
                    "ServerCapabilities_OffersPackages" => Ok(ServerCapabilities::OffersPackages),
                    "ServerCapabilities_AcceptsPackagesStatus" => Ok(ServerCapabilities::AcceptsPackagesStatus),
                    "ServerCapabilities_OffersConnectionSettings" => Ok(ServerCapabilities::OffersConnectionSettings),
                    "ServerCapabilities_AcceptsConnectionSettingsRequest" => Ok(ServerCapabilities::AcceptsConnectionSettingsRequest),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for ServerErrorResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.r#type != 0 {
            len += 1;
        }
        if !self.error_message.is_empty() {
            len += 1;
        }
        if self.details.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.ServerErrorResponse", len)?;
        if self.r#type != 0 {
            let v = ServerErrorResponseType::try_from(self.r#type)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.r#type)))?;
            struct_ser.serialize_field("type", &v)?;
        }
        if !self.error_message.is_empty() {
            struct_ser.serialize_field("errorMessage", &self.error_message)?;
        }
        if let Some(v) = self.details.as_ref() {
            match v {
                server_error_response::Details::RetryInfo(v) => {
                    struct_ser.serialize_field("retryInfo", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ServerErrorResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "type",
            "error_message",
            "errorMessage",
            "retry_info",
            "retryInfo",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Type,
            ErrorMessage,
            RetryInfo,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "type" => Ok(GeneratedField::Type),
                            "errorMessage" | "error_message" => Ok(GeneratedField::ErrorMessage),
                            "retryInfo" | "retry_info" => Ok(GeneratedField::RetryInfo),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ServerErrorResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.ServerErrorResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ServerErrorResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut r#type__ = None;
                let mut error_message__ = None;
                let mut details__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Type => {
                            if r#type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("type"));
                            }
                            r#type__ = Some(map_.next_value::<ServerErrorResponseType>()? as i32);
                        }
                        GeneratedField::ErrorMessage => {
                            if error_message__.is_some() {
                                return Err(serde::de::Error::duplicate_field("errorMessage"));
                            }
                            error_message__ = Some(map_.next_value()?);
                        }
                        GeneratedField::RetryInfo => {
                            if details__.is_some() {
                                return Err(serde::de::Error::duplicate_field("retryInfo"));
                            }
                            details__ = map_.next_value::<::std::option::Option<_>>()?.map(server_error_response::Details::RetryInfo)
;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ServerErrorResponse {
                    r#type: r#type__.unwrap_or_default(),
                    error_message: error_message__.unwrap_or_default(),
                    details: details__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.ServerErrorResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ServerErrorResponseType {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unknown => "ServerErrorResponseType_Unknown",
            Self::BadRequest => "ServerErrorResponseType_BadRequest",
            Self::Unavailable => "ServerErrorResponseType_Unavailable",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for ServerErrorResponseType {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "ServerErrorResponseType_Unknown",
            "ServerErrorResponseType_BadRequest",
            "ServerErrorResponseType_Unavailable",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = ServerErrorResponseType;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "ServerErrorResponseType_Unknown" => Ok(ServerErrorResponseType::Unknown),
                    "ServerErrorResponseType_BadRequest" => Ok(ServerErrorResponseType::BadRequest),
                    "ServerErrorResponseType_Unavailable" => Ok(ServerErrorResponseType::Unavailable),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for ServerToAgent {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.instance_uid.is_empty() {
            len += 1;
        }
        if self.error_response.is_some() {
            len += 1;
        }
        if self.remote_config.is_some() {
            len += 1;
        }
        if self.connection_settings.is_some() {
            len += 1;
        }
        if self.packages_available.is_some() {
            len += 1;
        }
        if self.flags != 0 {
            len += 1;
        }
        if self.capabilities != 0 {
            len += 1;
        }
        if self.agent_identification.is_some() {
            len += 1;
        }
        if self.command.is_some() {
            len += 1;
        }
        if self.custom_capabilities.is_some() {
            len += 1;
        }
        if self.custom_message.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.ServerToAgent", len)?;
        if !self.instance_uid.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("instanceUid", pbjson::private::base64::encode(&self.instance_uid).as_str())?;
        }
        if let Some(v) = self.error_response.as_ref() {
            struct_ser.serialize_field("errorResponse", v)?;
        }
        if let Some(v) = self.remote_config.as_ref() {
            struct_ser.serialize_field("remoteConfig", v)?;
        }
        if let Some(v) = self.connection_settings.as_ref() {
            struct_ser.serialize_field("connectionSettings", v)?;
        }
        if let Some(v) = self.packages_available.as_ref() {
            struct_ser.serialize_field("packagesAvailable", v)?;
        }
        if self.flags != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("flags", ToString::to_string(&self.flags).as_str())?;
        }
        if self.capabilities != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("capabilities", ToString::to_string(&self.capabilities).as_str())?;
        }
        if let Some(v) = self.agent_identification.as_ref() {
            struct_ser.serialize_field("agentIdentification", v)?;
        }
        if let Some(v) = self.command.as_ref() {
            struct_ser.serialize_field("command", v)?;
        }
        if let Some(v) = self.custom_capabilities.as_ref() {
            struct_ser.serialize_field("customCapabilities", v)?;
        }
        if let Some(v) = self.custom_message.as_ref() {
            struct_ser.serialize_field("customMessage", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ServerToAgent {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "instance_uid",
            "instanceUid",
            "error_response",
            "errorResponse",
            "remote_config",
            "remoteConfig",
            "connection_settings",
            "connectionSettings",
            "packages_available",
            "packagesAvailable",
            "flags",
            "capabilities",
            "agent_identification",
            "agentIdentification",
            "command",
            "custom_capabilities",
            "customCapabilities",
            "custom_message",
            "customMessage",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            InstanceUid,
            ErrorResponse,
            RemoteConfig,
            ConnectionSettings,
            PackagesAvailable,
            Flags,
            Capabilities,
            AgentIdentification,
            Command,
            CustomCapabilities,
            CustomMessage,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "instanceUid" | "instance_uid" => Ok(GeneratedField::InstanceUid),
                            "errorResponse" | "error_response" => Ok(GeneratedField::ErrorResponse),
                            "remoteConfig" | "remote_config" => Ok(GeneratedField::RemoteConfig),
                            "connectionSettings" | "connection_settings" => Ok(GeneratedField::ConnectionSettings),
                            "packagesAvailable" | "packages_available" => Ok(GeneratedField::PackagesAvailable),
                            "flags" => Ok(GeneratedField::Flags),
                            "capabilities" => Ok(GeneratedField::Capabilities),
                            "agentIdentification" | "agent_identification" => Ok(GeneratedField::AgentIdentification),
                            "command" => Ok(GeneratedField::Command),
                            "customCapabilities" | "custom_capabilities" => Ok(GeneratedField::CustomCapabilities),
                            "customMessage" | "custom_message" => Ok(GeneratedField::CustomMessage),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ServerToAgent;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.ServerToAgent")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ServerToAgent, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut instance_uid__ = None;
                let mut error_response__ = None;
                let mut remote_config__ = None;
                let mut connection_settings__ = None;
                let mut packages_available__ = None;
                let mut flags__ = None;
                let mut capabilities__ = None;
                let mut agent_identification__ = None;
                let mut command__ = None;
                let mut custom_capabilities__ = None;
                let mut custom_message__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::InstanceUid => {
                            if instance_uid__.is_some() {
                                return Err(serde::de::Error::duplicate_field("instanceUid"));
                            }
                            instance_uid__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ErrorResponse => {
                            if error_response__.is_some() {
                                return Err(serde::de::Error::duplicate_field("errorResponse"));
                            }
                            error_response__ = map_.next_value()?;
                        }
                        GeneratedField::RemoteConfig => {
                            if remote_config__.is_some() {
                                return Err(serde::de::Error::duplicate_field("remoteConfig"));
                            }
                            remote_config__ = map_.next_value()?;
                        }
                        GeneratedField::ConnectionSettings => {
                            if connection_settings__.is_some() {
                                return Err(serde::de::Error::duplicate_field("connectionSettings"));
                            }
                            connection_settings__ = map_.next_value()?;
                        }
                        GeneratedField::PackagesAvailable => {
                            if packages_available__.is_some() {
                                return Err(serde::de::Error::duplicate_field("packagesAvailable"));
                            }
                            packages_available__ = map_.next_value()?;
                        }
                        GeneratedField::Flags => {
                            if flags__.is_some() {
                                return Err(serde::de::Error::duplicate_field("flags"));
                            }
                            flags__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Capabilities => {
                            if capabilities__.is_some() {
                                return Err(serde::de::Error::duplicate_field("capabilities"));
                            }
                            capabilities__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::AgentIdentification => {
                            if agent_identification__.is_some() {
                                return Err(serde::de::Error::duplicate_field("agentIdentification"));
                            }
                            agent_identification__ = map_.next_value()?;
                        }
                        GeneratedField::Command => {
                            if command__.is_some() {
                                return Err(serde::de::Error::duplicate_field("command"));
                            }
                            command__ = map_.next_value()?;
                        }
                        GeneratedField::CustomCapabilities => {
                            if custom_capabilities__.is_some() {
                                return Err(serde::de::Error::duplicate_field("customCapabilities"));
                            }
                            custom_capabilities__ = map_.next_value()?;
                        }
                        GeneratedField::CustomMessage => {
                            if custom_message__.is_some() {
                                return Err(serde::de::Error::duplicate_field("customMessage"));
                            }
                            custom_message__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ServerToAgent {
                    instance_uid: instance_uid__.unwrap_or_default(),
                    error_response: error_response__,
                    remote_config: remote_config__,
                    connection_settings: connection_settings__,
                    packages_available: packages_available__,
                    flags: flags__.unwrap_or_default(),
                    capabilities: capabilities__.unwrap_or_default(),
                    agent_identification: agent_identification__,
                    command: command__,
                    custom_capabilities: custom_capabilities__,
                    custom_message: custom_message__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.ServerToAgent", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ServerToAgentCommand {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.r#type != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.ServerToAgentCommand", len)?;
        if self.r#type != 0 {
            let v = CommandType::try_from(self.r#type)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.r#type)))?;
            struct_ser.serialize_field("type", &v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ServerToAgentCommand {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "type",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Type,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "type" => Ok(GeneratedField::Type),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ServerToAgentCommand;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.ServerToAgentCommand")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ServerToAgentCommand, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut r#type__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Type => {
                            if r#type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("type"));
                            }
                            r#type__ = Some(map_.next_value::<CommandType>()? as i32);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ServerToAgentCommand {
                    r#type: r#type__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.ServerToAgentCommand", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ServerToAgentFlags {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "ServerToAgentFlags_Unspecified",
            Self::ReportFullState => "ServerToAgentFlags_ReportFullState",
            Self::ReportAvailableComponents => "ServerToAgentFlags_ReportAvailableComponents",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for ServerToAgentFlags {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "ServerToAgentFlags_Unspecified",
            "ServerToAgentFlags_ReportFullState",
            "ServerToAgentFlags_ReportAvailableComponents",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = ServerToAgentFlags;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "ServerToAgentFlags_Unspecified" => Ok(ServerToAgentFlags::Unspecified),
                    "ServerToAgentFlags_ReportFullState" => Ok(ServerToAgentFlags::ReportFullState),
                    "ServerToAgentFlags_ReportAvailableComponents" => Ok(ServerToAgentFlags::ReportAvailableComponents),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for TlsCertificate {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.cert.is_empty() {
            len += 1;
        }
        if !self.private_key.is_empty() {
            len += 1;
        }
        if !self.ca_cert.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.TLSCertificate", len)?;
        if !self.cert.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("cert", pbjson::private::base64::encode(&self.cert).as_str())?;
        }
        if !self.private_key.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("privateKey", pbjson::private::base64::encode(&self.private_key).as_str())?;
        }
        if !self.ca_cert.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("caCert", pbjson::private::base64::encode(&self.ca_cert).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for TlsCertificate {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "cert",
            "private_key",
            "privateKey",
            "ca_cert",
            "caCert",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Cert,
            PrivateKey,
            CaCert,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "cert" => Ok(GeneratedField::Cert),
                            "privateKey" | "private_key" => Ok(GeneratedField::PrivateKey),
                            "caCert" | "ca_cert" => Ok(GeneratedField::CaCert),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = TlsCertificate;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.TLSCertificate")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<TlsCertificate, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut cert__ = None;
                let mut private_key__ = None;
                let mut ca_cert__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Cert => {
                            if cert__.is_some() {
                                return Err(serde::de::Error::duplicate_field("cert"));
                            }
                            cert__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::PrivateKey => {
                            if private_key__.is_some() {
                                return Err(serde::de::Error::duplicate_field("privateKey"));
                            }
                            private_key__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::CaCert => {
                            if ca_cert__.is_some() {
                                return Err(serde::de::Error::duplicate_field("caCert"));
                            }
                            ca_cert__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(TlsCertificate {
                    cert: cert__.unwrap_or_default(),
                    private_key: private_key__.unwrap_or_default(),
                    ca_cert: ca_cert__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.TLSCertificate", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for TlsConnectionSettings {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.ca_pem_contents.is_empty() {
            len += 1;
        }
        if self.include_system_ca_certs_pool {
            len += 1;
        }
        if self.insecure_skip_verify {
            len += 1;
        }
        if !self.min_version.is_empty() {
            len += 1;
        }
        if !self.max_version.is_empty() {
            len += 1;
        }
        if !self.cipher_suites.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.TLSConnectionSettings", len)?;
        if !self.ca_pem_contents.is_empty() {
            struct_ser.serialize_field("caPemContents", &self.ca_pem_contents)?;
        }
        if self.include_system_ca_certs_pool {
            struct_ser.serialize_field("includeSystemCaCertsPool", &self.include_system_ca_certs_pool)?;
        }
        if self.insecure_skip_verify {
            struct_ser.serialize_field("insecureSkipVerify", &self.insecure_skip_verify)?;
        }
        if !self.min_version.is_empty() {
            struct_ser.serialize_field("minVersion", &self.min_version)?;
        }
        if !self.max_version.is_empty() {
            struct_ser.serialize_field("maxVersion", &self.max_version)?;
        }
        if !self.cipher_suites.is_empty() {
            struct_ser.serialize_field("cipherSuites", &self.cipher_suites)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for TlsConnectionSettings {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "ca_pem_contents",
            "caPemContents",
            "include_system_ca_certs_pool",
            "includeSystemCaCertsPool",
            "insecure_skip_verify",
            "insecureSkipVerify",
            "min_version",
            "minVersion",
            "max_version",
            "maxVersion",
            "cipher_suites",
            "cipherSuites",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            CaPemContents,
            IncludeSystemCaCertsPool,
            InsecureSkipVerify,
            MinVersion,
            MaxVersion,
            CipherSuites,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "caPemContents" | "ca_pem_contents" => Ok(GeneratedField::CaPemContents),
                            "includeSystemCaCertsPool" | "include_system_ca_certs_pool" => Ok(GeneratedField::IncludeSystemCaCertsPool),
                            "insecureSkipVerify" | "insecure_skip_verify" => Ok(GeneratedField::InsecureSkipVerify),
                            "minVersion" | "min_version" => Ok(GeneratedField::MinVersion),
                            "maxVersion" | "max_version" => Ok(GeneratedField::MaxVersion),
                            "cipherSuites" | "cipher_suites" => Ok(GeneratedField::CipherSuites),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = TlsConnectionSettings;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.TLSConnectionSettings")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<TlsConnectionSettings, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut ca_pem_contents__ = None;
                let mut include_system_ca_certs_pool__ = None;
                let mut insecure_skip_verify__ = None;
                let mut min_version__ = None;
                let mut max_version__ = None;
                let mut cipher_suites__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::CaPemContents => {
                            if ca_pem_contents__.is_some() {
                                return Err(serde::de::Error::duplicate_field("caPemContents"));
                            }
                            ca_pem_contents__ = Some(map_.next_value()?);
                        }
                        GeneratedField::IncludeSystemCaCertsPool => {
                            if include_system_ca_certs_pool__.is_some() {
                                return Err(serde::de::Error::duplicate_field("includeSystemCaCertsPool"));
                            }
                            include_system_ca_certs_pool__ = Some(map_.next_value()?);
                        }
                        GeneratedField::InsecureSkipVerify => {
                            if insecure_skip_verify__.is_some() {
                                return Err(serde::de::Error::duplicate_field("insecureSkipVerify"));
                            }
                            insecure_skip_verify__ = Some(map_.next_value()?);
                        }
                        GeneratedField::MinVersion => {
                            if min_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("minVersion"));
                            }
                            min_version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::MaxVersion => {
                            if max_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("maxVersion"));
                            }
                            max_version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::CipherSuites => {
                            if cipher_suites__.is_some() {
                                return Err(serde::de::Error::duplicate_field("cipherSuites"));
                            }
                            cipher_suites__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(TlsConnectionSettings {
                    ca_pem_contents: ca_pem_contents__.unwrap_or_default(),
                    include_system_ca_certs_pool: include_system_ca_certs_pool__.unwrap_or_default(),
                    insecure_skip_verify: insecure_skip_verify__.unwrap_or_default(),
                    min_version: min_version__.unwrap_or_default(),
                    max_version: max_version__.unwrap_or_default(),
                    cipher_suites: cipher_suites__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.TLSConnectionSettings", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for TelemetryConnectionSettings {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.destination_endpoint.is_empty() {
            len += 1;
        }
        if self.headers.is_some() {
            len += 1;
        }
        if self.certificate.is_some() {
            len += 1;
        }
        if self.tls.is_some() {
            len += 1;
        }
        if self.proxy.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("opamp.proto.v1.TelemetryConnectionSettings", len)?;
        if !self.destination_endpoint.is_empty() {
            struct_ser.serialize_field("destinationEndpoint", &self.destination_endpoint)?;
        }
        if let Some(v) = self.headers.as_ref() {
            struct_ser.serialize_field("headers", v)?;
        }
        if let Some(v) = self.certificate.as_ref() {
            struct_ser.serialize_field("certificate", v)?;
        }
        if let Some(v) = self.tls.as_ref() {
            struct_ser.serialize_field("tls", v)?;
        }
        if let Some(v) = self.proxy.as_ref() {
            struct_ser.serialize_field("proxy", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for TelemetryConnectionSettings {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "destination_endpoint",
            "destinationEndpoint",
            "headers",
            "certificate",
            "tls",
            "proxy",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DestinationEndpoint,
            Headers,
            Certificate,
            Tls,
            Proxy,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "destinationEndpoint" | "destination_endpoint" => Ok(GeneratedField::DestinationEndpoint),
                            "headers" => Ok(GeneratedField::Headers),
                            "certificate" => Ok(GeneratedField::Certificate),
                            "tls" => Ok(GeneratedField::Tls),
                            "proxy" => Ok(GeneratedField::Proxy),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = TelemetryConnectionSettings;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct opamp.proto.v1.TelemetryConnectionSettings")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<TelemetryConnectionSettings, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut destination_endpoint__ = None;
                let mut headers__ = None;
                let mut certificate__ = None;
                let mut tls__ = None;
                let mut proxy__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DestinationEndpoint => {
                            if destination_endpoint__.is_some() {
                                return Err(serde::de::Error::duplicate_field("destinationEndpoint"));
                            }
                            destination_endpoint__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Headers => {
                            if headers__.is_some() {
                                return Err(serde::de::Error::duplicate_field("headers"));
                            }
                            headers__ = map_.next_value()?;
                        }
                        GeneratedField::Certificate => {
                            if certificate__.is_some() {
                                return Err(serde::de::Error::duplicate_field("certificate"));
                            }
                            certificate__ = map_.next_value()?;
                        }
                        GeneratedField::Tls => {
                            if tls__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tls"));
                            }
                            tls__ = map_.next_value()?;
                        }
                        GeneratedField::Proxy => {
                            if proxy__.is_some() {
                                return Err(serde::de::Error::duplicate_field("proxy"));
                            }
                            proxy__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(TelemetryConnectionSettings {
                    destination_endpoint: destination_endpoint__.unwrap_or_default(),
                    headers: headers__,
                    certificate: certificate__,
                    tls: tls__,
                    proxy: proxy__,
                })
            }
        }
        deserializer.deserialize_struct("opamp.proto.v1.TelemetryConnectionSettings", FIELDS, GeneratedVisitor)
    }
}
