-- A choice that was never asked before in each request: question, figure, table and page are made anew.
--   wrk -t1 -c16 -d10s -s tests/benchmarks/uncached.lua http://127.0.0.1:8050/_dash-update-component
local before = '{"output":"page.children","outputs":{"id":"page","property":"children"},"inputs":['
  .. '{"id":"url","property":"pathname","value":"/presupuesto"},'
  .. '{"id":"url","property":"search","value":"?ejercicio=2020&x='
local after = '"}],"changedPropIds":["url.search"],"parsedChangedPropsIds":["url.search"]}'
local asked = 0

function setup(thread)
  thread:set("start", os.time() .. "-" .. tostring(thread):gsub("%W", ""))
end

function request()
  asked = asked + 1
  local headers = { ["Content-Type"] = "application/json", ["Accept-Encoding"] = "gzip, br" }
  return wrk.format("POST", nil, headers, before .. start .. "-" .. asked .. after)
end
