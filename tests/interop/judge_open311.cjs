// Reads and writes the city's board with npm's open311. In: {discovery, key, service, sent}. Out: what each call gave.
"use strict";

const Open311 = require("open311");

const question = JSON.parse(require("fs").readFileSync(0, "utf8"));
const city = new Open311({ discovery: question.discovery, apiKey: question.key });
const call = (name, ...given) =>
  new Promise((resolve, reject) => city[name](...given, (error, told) => (error ? reject(new Error(`${name}: ${told}`)) : resolve(told))));

async function main() {
  const discovery = await call("serviceDiscovery", { cache: true, type: question.type });
  const services = await call("serviceList");
  const definition = await call("serviceDefinition", question.service);
  const sent = await call("submitRequest", question.sent);
  const list = await call("serviceRequests", { status: "open" });
  const one = await call("serviceRequest", list[0].service_request_id);
  const both = await call("serviceRequests", list.map((each) => each.service_request_id), {});
  console.log(JSON.stringify({ endpoint: city.endpoint, discovery, services, definition, sent, list, one, both }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
