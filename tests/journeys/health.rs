//! What a load balancer and a curious engineer ask: is it well, and what can it do?

use caseway_tests::House;
use tonic::Request;
use tonic::transport::Channel;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;

#[tokio::test]
async fn the_grpc_door_tells_its_health_without_a_token() -> anyhow::Result<()> {
    let house = House::up()?;
    let mut client = HealthClient::new(door(&house).await?);
    for service in ["caseway.v1.Intake", "caseway.v1.Reports", ""] {
        let asked = HealthCheckRequest {
            service: service.to_owned(),
        };
        let answer = client.check(asked).await?.into_inner();
        assert_eq!(answer.status(), ServingStatus::Serving, "{service}");
    }
    Ok(())
}

#[tokio::test]
async fn the_grpc_door_describes_itself() -> anyhow::Result<()> {
    let house = House::up()?;
    let mut client = ServerReflectionClient::new(door(&house).await?);
    let asked = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::ListServices(String::new())),
    };
    let asked = Request::new(tokio_stream::once(asked));
    let mut answers = client.server_reflection_info(asked).await?.into_inner();
    let answer = answers
        .message()
        .await?
        .and_then(|answer| answer.message_response);
    let Some(MessageResponse::ListServicesResponse(list)) = answer else {
        anyhow::bail!("no list of services: {answer:?}");
    };
    let names: Vec<_> = list.service.iter().map(|service| &*service.name).collect();
    for service in [
        "caseway.v1.Intake",
        "caseway.v1.Reports",
        "grpc.health.v1.Health",
    ] {
        assert!(names.contains(&service), "{service} is not in {names:?}");
    }
    Ok(())
}

async fn door(house: &House) -> anyhow::Result<Channel> {
    let address = format!("http://{}", house.addresses().grpc);
    Ok(Channel::from_shared(address)?.connect().await?)
}
