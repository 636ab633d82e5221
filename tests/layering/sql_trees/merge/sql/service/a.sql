MERGE INTO service_a USING b ON true
