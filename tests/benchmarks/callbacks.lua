-- wrk script: the callback that answers a choice. `cached` asks for one choice again and again, `fresh` never twice.
-- wrk -t2 -c16 -d20s -s tests/benchmarks/callbacks.lua http://127.0.0.1:8050 -- fresh
local path, mode, serial = "/_dash-update-component", "cached", 0
local threads = 0
local moments = { "aprobado", "modificado", "devengado", "ejercicio" }
local measures = { "monto", "porcentaje", "por-habitante" }
local kinds = { "ramo", "programa", "tipo" }
local agencies = { "salud", "educacion", "defensa", "marina", "turismo", "energia", "hacienda", "cultura" }

function setup(thread)
  thread:set("serial", threads * 1000003)
  threads = threads + 1
end

function init(arguments)
  mode = arguments[1] or "cached"
  -- Runs of one minute after another must not find what the last one left in the cache.
  serial = serial + os.time() % 100000 * 60000
end

local function choice(number)
  local function pick(list)
    local chosen = list[number % #list + 1]
    number = math.floor(number / #list)
    return chosen
  end
  local year, base = 2013 + number % 11, 0
  number = math.floor(number / 11)
  base = 2013 + number % 13
  number = math.floor(number / 13)
  local query = "?ejercicio=" .. year .. "&base=" .. base .. "&momento=" .. pick(moments)
  query = query .. "&medida=" .. pick(measures) .. "&por=" .. pick(kinds) .. "&deflactor=" .. pick({ "pib", "inpc" })
  -- An order of agencies is a choice of its own, so the supply does not end.
  return query .. "&ramos=" .. pick(agencies) .. "," .. pick(agencies) .. "," .. pick(agencies) .. "," .. pick(agencies)
end

function request()
  local search = ""
  if mode == "fresh" then
    search = choice(serial)
    serial = serial + 1
  end
  local body = '{"output":"page.children","outputs":{"id":"page","property":"children"},"inputs":['
    .. '{"id":"url","property":"pathname","value":"/presupuesto"},{"id":"url","property":"search","value":"' .. search .. '"}],'
    .. '"changedPropIds":["url.search"],"parsedChangedPropsIds":["url.search"]}'
  return wrk.format("POST", path, { ["Content-Type"] = "application/json", ["Accept-Encoding"] = "gzip, br" }, body)
end

function done(summary, latency)
  io.write(string.format("%.0f answers/s, p50 %.1f ms, p95 %.1f ms, errors %d, over 2 s %d\n",
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read, summary.errors.timeout))
end
