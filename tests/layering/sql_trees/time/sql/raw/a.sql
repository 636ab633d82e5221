SELECT id FROM arquivo WHERE movido_em > clock_timestamp() - interval '10 minutes'
