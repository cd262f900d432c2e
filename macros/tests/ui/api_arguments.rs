housestyle::api!("clinic.yaml", servant, client, client, style);

housestyle::api!(clinic);

housestyle::api!(pub mod clinic = 7);

fn main() {}
