wrk.method="POST"; wrk.headers["Content-Type"]="application/json"; wrk.headers["Accept-Encoding"]="gzip, br"
wrk.body='{"output":"page.children","outputs":{"id":"page","property":"children"},"inputs":[{"id":"url","property":"pathname","value":"/presupuesto"},{"id":"url","property":"search","value":"?precios=corrientes"}],"changedPropIds":["url.search"],"parsedChangedPropsIds":["url.search"]}'
