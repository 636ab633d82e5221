#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "api/routes/route.h"
#include "api/sessions.h"
#include "config/settings.h"

namespace gdo::api {

// Everything that is served, its own description included. more_metrics: what others count.
std::vector<Route> all_routes(Site& site, std::function<std::string()> more_metrics = {});

// GET /api/v1/eventos: what happens, as it happens.
std::vector<Route> event_routes();

// Documents for other systems: EPCIS events and EUDR's places, of one box or sale.
std::vector<Route> export_routes();

// What operators do: the worklist, and how rejections and alerts end.
std::vector<Route> operator_routes();

// GET /api/v1/painel/…: what the dashboard's pages show, each the one document of a query in
// sql/painel/, whose line "-- parametros:" names what may be asked. For operators.
// settings: of the program; secrets among them are redacted.
std::vector<Route> panel_routes(std::vector<config::SettingOrigin> settings);

// GET /api/v1/recall: every box that a farm, lot or animal may be in.
std::vector<Route> recall_routes();

// Lists and rows of every resource.
std::vector<Route> resource_routes();

// /api/v1/sessao: POST {"chave": "gdo_…"} signs in, GET says who is signed in, DELETE signs out.
std::vector<Route> session_routes(Site& site, Sessions& sessions);

// /healthz, /readyz, /metrics. more_metrics: what others count, in the same format.
std::vector<Route> system_routes(Site& site, std::function<std::string()> more_metrics);

// Where things come from and went: …/rastreabilidade, …/linhagem, and barcodes alone.
std::vector<Route> trace_routes();

// POST /api/v1/payloads/{payload}: a document into pending/; …/validacao: only its verdicts.
std::vector<Route> upload_routes(const Site& site);

// Whether a path is of the dashboard rather than of the API.
bool is_page_path(const Request& request);
// The dashboard's file at that path, under a strict policy; "/" is its frame. Throws Refused(404).
Response page_response(const Request& request);

// The OpenAPI 3.1 document of these routes: made from the very table that serves them.
nlohmann::ordered_json openapi_document(const std::vector<Route>& routes);

// /api/v1/openapi.json and /docs; the routes are those that the document describes.
std::vector<Route> document_routes(const std::vector<Route>& routes);

}  // namespace gdo::api
