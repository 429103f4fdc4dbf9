//! Packages and connection settings, and who gets them.

use bytes::Bytes;
use fleet::AgentId;
use proto::control::v1::{
    AssignConnectionSettingsRequest, AssignPackagesRequest, AssignRemoteConfigRequest,
    ConnectionSettings, CreateConnectionSettingsRequest, CreatePackageSetRequest,
    CreateRemoteConfigRequest, GetConnectionSettingsRequest, GetConnectionSettingsStatusRequest,
    GetConnectionSettingsStatusResponse, GetPackageStatusesRequest, GetPackageStatusesResponse,
    OfferConnectionSettingsRequest, OfferPackagesRequest, PackageSet,
    RetryConnectionSettingsRequest, RetryPackagesRequest, RetryRemoteConfigRequest,
};
use proto::opamp::v1::{
    AgentConfigFile, AgentConfigMap, ConnectionSettingsOffers, PackageAvailable,
};
use tonic::Status;

use super::Api;

impl Api {
    /// Saves a revision of a config with these files (name, body, content type). Returns its hash.
    ///
    /// # Errors
    /// What the API says.
    pub async fn save_files(
        &self,
        name: &str,
        files: &[(&str, &[u8], &str)],
    ) -> Result<Bytes, Status> {
        let file = |(name, body, content_type): &(&str, &[u8], &str)| {
            let body = Bytes::copy_from_slice(body);
            ((*name).to_owned(), AgentConfigFile { body, content_type: (*content_type).to_owned() })
        };
        let config_map = Some(AgentConfigMap { config_map: files.iter().map(file).collect() });
        let name = name.to_owned();
        let request = CreateRemoteConfigRequest { name, config_map, ..Default::default() };
        let created = self.configs().create_remote_config(request).await?.into_inner();
        Ok(created.config.unwrap_or_default().config_hash)
    }

    /// Gives the newest revision of a config to whom a selector matches.
    ///
    /// # Errors
    /// What the API says.
    pub async fn assign(&self, name: &str, selector: &str) -> Result<(), Status> {
        let request = AssignRemoteConfigRequest {
            name: name.to_owned(),
            selector: selector.to_owned(),
            config_name: name.to_owned(),
            ..Default::default()
        };
        self.configs().assign_remote_config(request).await.map(|_| ())
    }

    /// Lifts the hold on a config.
    ///
    /// # Errors
    /// What the API says.
    pub async fn retry(&self, agent: AgentId) -> Result<(), Status> {
        let request = RetryRemoteConfigRequest { instance_uid: agent.to_string() };
        self.configs().retry_remote_config(request).await.map(|_| ())
    }

    /// Saves a revision of a set of packages.
    ///
    /// # Errors
    /// What the API says.
    pub async fn save_packages(
        &self,
        name: &str,
        packages: &[(&str, PackageAvailable)],
    ) -> Result<PackageSet, Status> {
        let packages = packages.iter().map(|(name, package)| ((*name).to_owned(), package.clone()));
        let (name, packages) = (name.to_owned(), packages.collect());
        let request = CreatePackageSetRequest { name, packages, ..Default::default() };
        let created = self.packages().create_package_set(request).await?.into_inner();
        Ok(created.package_set.unwrap_or_default())
    }

    /// Gives the newest revision of a set to whom a selector matches.
    ///
    /// # Errors
    /// What the API says.
    pub async fn assign_packages(&self, name: &str, selector: &str) -> Result<(), Status> {
        let request = AssignPackagesRequest {
            name: format!("packages-{name}"),
            selector: selector.to_owned(),
            set_name: name.to_owned(),
            ..Default::default()
        };
        self.packages().assign_packages(request).await.map(|_| ())
    }

    /// Gives the newest revision of a set to one agent.
    ///
    /// # Errors
    /// What the API says.
    pub async fn offer_packages(&self, agent: AgentId, name: &str) -> Result<(), Status> {
        let (instance_uid, set_name) = (agent.to_string(), name.to_owned());
        let request = OfferPackagesRequest { instance_uid, set_name, set_revision: 0 };
        self.packages().offer_packages(request).await.map(|_| ())
    }

    /// What is known of an agent's packages.
    ///
    /// # Errors
    /// What the API says.
    pub async fn package_statuses(
        &self,
        agent: AgentId,
    ) -> Result<GetPackageStatusesResponse, Status> {
        let request =
            GetPackageStatusesRequest { instance_uid: agent.to_string(), min_revision: 0 };
        Ok(self.packages().get_package_statuses(request).await?.into_inner())
    }

    /// Lifts the hold on a set of packages.
    ///
    /// # Errors
    /// What the API says.
    pub async fn retry_packages(&self, agent: AgentId) -> Result<(), Status> {
        let request = RetryPackagesRequest { instance_uid: agent.to_string() };
        self.packages().retry_packages(request).await.map(|_| ())
    }

    /// Saves a revision of connection settings.
    ///
    /// # Errors
    /// What the API says.
    pub async fn save_settings(
        &self,
        name: &str,
        settings: ConnectionSettingsOffers,
    ) -> Result<ConnectionSettings, Status> {
        let (name, settings) = (name.to_owned(), Some(settings));
        // Tests say what they leave out.
        let request = CreateConnectionSettingsRequest {
            name,
            settings,
            allow_incomplete: true,
            ..Default::default()
        };
        let created = self.settings().create_connection_settings(request).await?.into_inner();
        Ok(created.connection_settings.unwrap_or_default())
    }

    /// The newest revision of settings as it is shown.
    ///
    /// # Errors
    /// What the API says.
    pub async fn settings_named(&self, name: &str) -> Result<ConnectionSettings, Status> {
        let request = GetConnectionSettingsRequest { name: name.to_owned(), revision: 0 };
        Ok(self.settings().get_connection_settings(request).await?.into_inner())
    }

    /// Gives the newest revision of settings to whom a selector matches.
    ///
    /// # Errors
    /// What the API says.
    pub async fn assign_settings(&self, name: &str, selector: &str) -> Result<(), Status> {
        let request = AssignConnectionSettingsRequest {
            name: format!("settings-{name}"),
            selector: selector.to_owned(),
            settings_name: name.to_owned(),
            ..Default::default()
        };
        self.settings().assign_connection_settings(request).await.map(|_| ())
    }

    /// Gives the newest revision of settings to one agent.
    ///
    /// # Errors
    /// What the API says.
    pub async fn offer_settings(&self, agent: AgentId, name: &str) -> Result<(), Status> {
        let request = OfferConnectionSettingsRequest {
            instance_uid: agent.to_string(),
            settings_name: name.to_owned(),
            ..Default::default()
        };
        self.settings().offer_connection_settings(request).await.map(|_| ())
    }

    /// What is known of an agent's connection settings.
    ///
    /// # Errors
    /// What the API says.
    pub async fn settings_status(
        &self,
        agent: AgentId,
    ) -> Result<GetConnectionSettingsStatusResponse, Status> {
        let instance_uid = agent.to_string();
        let request = GetConnectionSettingsStatusRequest { instance_uid, min_revision: 0 };
        Ok(self.settings().get_connection_settings_status(request).await?.into_inner())
    }

    /// Offers connection settings again under another hash.
    ///
    /// # Errors
    /// What the API says.
    pub async fn retry_settings(&self, agent: AgentId) -> Result<(), Status> {
        let request = RetryConnectionSettingsRequest { instance_uid: agent.to_string() };
        self.settings().retry_connection_settings(request).await.map(|_| ())
    }
}
