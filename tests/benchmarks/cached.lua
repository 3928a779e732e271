-- The same choice again and again, as the callback is asked: what the response cache answers.
--   wrk -t1 -c16 -d10s -s tests/benchmarks/cached.lua http://127.0.0.1:8050/_dash-update-component
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Accept-Encoding"] = "gzip, br"
wrk.body = '{"output":"page.children","outputs":{"id":"page","property":"children"},"inputs":['
  .. '{"id":"url","property":"pathname","value":"/presupuesto"},'
  .. '{"id":"url","property":"search","value":"?precios=corrientes"}],'
  .. '"changedPropIds":["url.search"],"parsedChangedPropsIds":["url.search"]}'
