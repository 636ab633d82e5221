for (const Step& step : steps) connection.execute(step.sql);
