"""Columns of contracts, procedures, sanctions and thresholds, in OCDS terms where there are any."""

from __future__ import annotations

from loaders.model import Column, Kind, Text

METHODS = ("open", "selective", "direct", "other", "unclassified")
EXCEPTIONS = (
    "amount_limits",
    "sole_supplier",
    "emergency",
    "costs",
    "military",
    "urgency",
    "rescinded",
    "deserted",
    "brand",
    "perishable",
    "other",
)
# Rows that are no contract, or one that another row is: no count, median or indicator has them.
OUT_OF_COUNT = ("cancelled", "pending", "superseded", "shared")

CATEGORIES = ("goods", "services", "leases", "works", "works_services", "other", "unclassified")


def _of(
    kind: Kind, name: str, es: str, en: str, meaning_es: str, meaning_en: str, source: str = ""
) -> Column:
    unit = {"money": "MXN", "integer": "count"}.get(kind, "")
    return Column(name, kind, Text(es, en), Text(meaning_es, meaning_en), unit, source)


def _choice(
    name: str, es: str, en: str, choices: tuple[str, ...], meaning_es: str, meaning_en: str
) -> Column:
    return Column(name, "text", Text(es, en), Text(meaning_es, meaning_en), choices=choices)


def _said(name: str, es: str, en: str, source: str) -> Column:
    """A text that stays as it was published, but for contact data."""
    meaning = Text(f"{es}, como se publicó.", f"{en}, as published.")
    return Column(name, "text", Text(es, en), meaning, "", source)


_IDENTITY = (
    _of(
        "text",
        "contract_id",
        "Contrato",
        "Contract",
        "Identidad estable del contrato en este tablero.",
        "Stable identity of the contract in this dashboard.",
    ),
    _of(
        "long",
        "contract_no",
        "Número de renglón",
        "Row number",
        "Número del contrato dentro de esta versión del almacén.",
        "Number of the contract inside this version of the store.",
    ),
    _choice(
        "contract_id_rule",
        "Regla de la identidad",
        "Rule of the identity",
        ("published", "repeated", "surrogate"),
        "Clave publicada; clave publicada que se repite, con su orden; o clave hecha aquí.",
        "Published code; a published code that repeats, with its place; or a key made here.",
    ),
    _choice(
        "generation",
        "Formato de origen",
        "Source format",
        ("A", "B1", "B2", "B3", "C1", "C2", "D", "E", "OCDS"),
        "Generación del archivo de CompraNet o Compras MX, u OCDS.",
        "Generation of the CompraNet or Compras MX file, or OCDS.",
    ),
    _of("text", "ocid", "OCID", "OCID", "Identificador OCDS del proceso.", "OCDS identifier of the process."),
    _said("contract_code", "Código del contrato", "Contract code", "Código del contrato"),
    _said("control_number", "Número de control", "Control number", "Núm. de control del contrato"),
    _said("title", "Título", "Title", "Título del contrato"),
    _said("description", "Descripción", "Description", "Descripción del contrato"),
    _said("source_url", "Anuncio original", "Original notice", "Dirección del anuncio"),
    _said("contract_status", "Estatus", "Status", "Estatus del contrato"),
    _choice(
        "contract_standing",
        "Situación del contrato",
        "Standing of the contract",
        ("active", "terminated", "rescinded", "cancelled", "pending", "unclassified"),
        "Lo que dice el estatus publicado; uno cancelado o pendiente no entra en ninguna suma.",
        "What the published status says; one that is cancelled or pending enters no sum.",
    ),
    _said("procedure_status", "Estatus del procedimiento", "Procedure status", "Estatus procedimiento"),
)

_BUYER = (
    _choice(
        "order_of_government",
        "Orden de gobierno",
        "Order of government",
        ("federal", "state", "municipal", "other", "unclassified"),
        "Federal, estatal o municipal; un valor desconocido queda sin clasificar.",
        "Federal, state or municipal; an unknown value stays unclassified.",
    ),
    _said("institution_name", "Institución", "Institution", "Institución"),
    _said("institution_acronym", "Siglas", "Acronym", "Siglas de la Institución"),
    _said("procuring_unit_code", "Clave de la unidad compradora", "Procuring unit code", "Clave de la UC"),
    _said("procuring_unit_name", "Unidad compradora", "Procuring unit", "Nombre de la UC"),
    _choice(
        "agency_rule",
        "Cómo se supo el ramo",
        "How the agency is known",
        ("published_ramo", "unit_code", "ocds_identifier", "none"),
        "Ramo publicado, clave de la unidad compradora, identificador OCDS, o no se sabe.",
        "Published ramo, code of the procuring unit, OCDS identifier, or not known.",
    ),
    _choice(
        "state_rule",
        "Cómo se supo la entidad",
        "How the state is known",
        ("published", "publisher", "procedure", "none"),
        "Publicada con el contrato, entidad que publica, la del procedimiento, o no se sabe.",
        "Published with the contract, the publishing state, that of the procedure, or not known.",
    ),
)

_PROCEDURE = (
    _said("procedure_id", "Número de procedimiento", "Procedure number", "Número del procedimiento"),
    _said("file_code", "Código del expediente", "File code", "Código del expediente"),
    _choice(
        "procurement_method",
        "Procedimiento",
        "Procedure",
        METHODS,
        "Licitación pública, invitación a tres personas, adjudicación directa, otro, o sin clasificar.",
        "Open tender, invitation to at least three, direct award, other, or unclassified.",
    ),
    _said(
        "procurement_method_published",
        "Procedimiento publicado",
        "Procedure as published",
        "Tipo Procedimiento",
    ),
    _choice(
        "procurement_category",
        "Qué se contrata",
        "What is bought",
        CATEGORIES,
        "Adquisiciones, servicios, arrendamientos, obra pública, servicios de obra, otro, o sin clasificar.",
        "Goods, services, leases, works, services for works, other, or unclassified.",
    ),
    _said(
        "procurement_category_published",
        "Tipo de contratación publicado",
        "Category as published",
        "Tipo de contratación",
    ),
    _said("law", "Ley", "Law", "Ley"),
    _said("exception_article", "Artículo de excepción", "Exception article", "Artículo de excepción"),
    _said("exception_reason", "Motivo de la excepción", "Reason of the exception", "Descripción excepción"),
    _choice(
        "exception_kind",
        "Tipo de excepción",
        "Kind of exception",
        EXCEPTIONS,
        "Qué excepción es el artículo citado, igual antes y después de la ley de 2025, que los renumeró.",
        "Which exception the cited article is, the same before and after the law of 2025 renumbered them.",
    ),
    _said("procedure_character", "Carácter", "Character", "Carácter del procedimiento"),
    _said("participation", "Forma de participación", "Form of participation", "Forma de participación"),
)

_DATES = tuple(
    Column(name, "date", Text(es, en), Text(f"{es} (sin hora).", f"{en} (without its time)."), "", source)
    for name, es, en, source in (
        ("published_on", "Fecha de publicación", "Date of publication", "Fecha de publicación"),
        (
            "clarified_on",
            "Junta de aclaraciones",
            "Clarification meeting",
            "Fecha y hora junta de aclaraciones",
        ),
        ("opened_on", "Apertura de proposiciones", "Opening of bids", "Fecha de apertura"),
        ("awarded_on", "Fecha de fallo", "Date of award", "Fecha de fallo"),
        ("signed_on", "Fecha de firma", "Date of signing", "Fecha de firma del contrato"),
        ("starts_on", "Inicio", "Start", "Fecha de inicio del contrato"),
        ("ends_on", "Fin", "End", "Fecha de fin del contrato"),
        (
            "amended_on",
            "Fecha del convenio modificatorio",
            "Date of the amendment",
            "fecha_firma_ultimo_conv",
        ),
        ("resolved_on", "Fecha de resolución", "Date of resolution", "FechadeResolucion"),
        ("notified_on", "Fecha de notificación", "Date of notification", "Fecha de Notificación"),
    )
)

_AMOUNTS = (
    _of(
        "money",
        "amount_mxn",
        "Monto",
        "Amount",
        "Monto en pesos como se publicó; vacío si falta o está en otra moneda sin tipo de cambio con fuente.",
        "Amount in pesos as published; empty if absent or in another currency without a sourced rate.",
        "Importe del contrato",
    ),
    _of(
        "money", "amount_min_mxn", "Monto mínimo", "Least amount", "Mínimo de un contrato abierto.", "Least."
    ),
    _of("money", "amount_max_mxn", "Monto máximo", "Most amount", "Máximo de un contrato abierto.", "Most."),
    Column(
        "amount_original",
        "money",
        Text("Monto en su moneda", "Amount in its currency"),
        Text("Monto en la moneda publicada.", "Amount in the published currency."),
        "currency",
    ),
    _said("currency", "Moneda", "Currency", "Moneda del contrato"),
    _choice(
        "amount_status",
        "Qué pasa con el monto",
        "What the amount is",
        (
            "counted",
            "converted",
            "zero",
            "missing",
            "other_currency",
            "no_currency",
            "unknown_currency",
            "implausible",
            "cancelled",
            "pending",
            "superseded",
            "shared",
        ),
        "Solo los montos contados o convertidos con tipo de cambio con fuente entran en sumas.",
        "Only amounts that are counted, or converted with a sourced rate, enter sums.",
    ),
    _choice(
        "fiscal_year_basis",
        "De qué fecha es el año",
        "Which date gives the year",
        ("signed", "starts", "awarded", "published", "procedure", "file"),
        "El año es el de la firma; si falta, el de la fecha que sigue en esta lista.",
        "The year is that of signing; where absent, that of the next date in this list.",
    ),
)

_SUPPLIER = (
    _of(
        "text",
        "supplier_id",
        "Proveedor",
        "Supplier",
        "Identidad del proveedor: RFC de persona moral, nombre normalizado, o un solo contrato.",
        "Identity of the supplier: RFC of a legal person, normalised name, or a single contract.",
    ),
    _choice(
        "supplier_rule",
        "Regla de la identidad del proveedor",
        "Rule of the supplier's identity",
        ("rfc", "name", "same_rfc_in_file", "single"),
        "RFC de persona moral; nombre normalizado; persona física con el mismo RFC en un archivo; sin unir.",
        "RFC of a legal person; normalised name; natural person with one RFC inside a file; not merged.",
    ),
    _said("supplier_name", "Proveedor o contratista", "Supplier", "Proveedor o contratista"),
    _of(
        "text",
        "supplier_name_key",
        "Nombre normalizado",
        "Normalised name",
        "Nombre sin acentos, puntuación ni forma social; vacío para personas físicas.",
        "Name without accents, punctuation or company form; empty for natural persons.",
    ),
    _of(
        "text",
        "supplier_rfc",
        "RFC",
        "Tax code (RFC)",
        "RFC de 12 caracteres de una persona moral; los de personas físicas no se guardan.",
        "Tax code of 12 characters of a legal person; those of natural persons are not kept.",
        "RFC",
    ),
    _choice(
        "supplier_person",
        "Tipo de persona",
        "Kind of person",
        ("legal", "natural", "foreign", "unknown"),
        "Moral, física, extranjera, o no se sabe (se trata como física).",
        "Legal, natural, foreign, or not known (treated as natural).",
    ),
    _choice(
        "supplier_size",
        "Estratificación",
        "Size",
        ("micro", "small", "medium", "large", "unclassified"),
        "Micro, pequeña, mediana, no MIPYME, o sin clasificar.",
        "Micro, small, medium, larger, or unclassified.",
    ),
    _said("supplier_country", "País de la empresa", "Country of the company", "Clave del país de la empresa"),
)

_FLAGS = tuple(
    Column(
        name, "flag", Text(es, en), Text(f"{es}; vacío = no se dice.", f"{en}; empty = not said."), "", source
    )
    for name, es, en, source in (
        ("framework", "Contrato marco", "Framework contract", "Contrato marco"),
        ("consolidated", "Compra consolidada", "Consolidated purchase", "Compra consolidada"),
        ("multiannual", "Contrato plurianual", "Multiannual contract", "Contrato plurianual"),
        ("amended", "Convenio modificatorio", "Amended", "Convenio modificatorio"),
    )
)

_LINKS = (
    _said("object_codes", "Partidas", "Objects of expenditure", "Partida específica"),
    _said("specific_object_code", "Partida específica", "Specific object", "Partida específica"),
    _said("unit_code", "Clave de unidad responsable", "Unit code", "UR"),
    _said("funding_source", "Fuente de financiamiento", "Funding source", "Fuente de financiamiento"),
    _of(
        "text",
        "amendment_id",
        "Convenio",
        "Amendment",
        "Clave del convenio modificatorio.",
        "Code of the amendment.",
    ),
    _choice(
        "stage",
        "Momento",
        "Stage",
        ("planned", "approved", "modified", "committed", "accrued", "exercised", "paid"),
        "Momento del gasto que el registro OCDS declara.",
        "Stage of spending that the OCDS record states.",
    ),
)

_RELEASE = (
    _of(
        "text",
        "process_id",
        "Proceso",
        "Process",
        "Identidad del proceso: OCID en minúsculas; sin prefijo registrado, con el nombre de quien publica.",
        "Identity of the process: OCID in lower case; without registered prefix, with the publisher's name.",
    ),
    _said("release_id", "Entrega", "Release", "id"),
    _of(
        "text",
        "released_at",
        "Momento de la entrega",
        "Time of the release",
        "Fecha y hora de la entrega en tiempo universal; da el orden en que se combinan las versiones.",
        "Date and time of the release in universal time; it gives the order in which versions are merged.",
        "date",
    ),
    _choice(
        "release_kind",
        "Tipo de entrega",
        "Kind of release",
        ("release", "compiled", "publisher_check"),
        "Entrega; versión compilada por quien publica; o compilada que solo sirve para comprobar la nuestra.",
        "Release; version compiled by the publisher; or a compiled one that only checks ours.",
    ),
    _said("release_tags", "Etiquetas", "Tags", "tag"),
    _of(
        "text",
        "release_body",
        "Contenido",
        "Content",
        "Lo que se conserva de la entrega, como JSON: sin contactos ni domicilios.",
        "What is kept of the release, as JSON: without contacts and addresses.",
    ),
)

_SANCTION = (
    _choice(
        "list_id",
        "Lista",
        "List",
        ("sfp", "sabg", "sat_69b"),
        "Proveedores sancionados (SFP, SABG) o artículo 69-B (SAT).",
        "Sanctioned suppliers (SFP, SABG) or article 69-B (SAT).",
    ),
    _choice(
        "situation",
        "Situación",
        "Situation",
        ("presumed", "definitive", "disproved", "favourable_ruling"),
        "Presunto, Definitivo, Desvirtuado o Sentencia Favorable; solo Definitivo cuenta.",
        "Presumed, definitive, disproved or favourable ruling; only definitive counts.",
    ),
    _said("authority", "Autoridad", "Authority", "Dependencia"),
    _said("case_number", "Expediente", "Case number", "Número de Expediente"),
    _said("resolution", "Sentido de la resolución", "Resolution", "Sentido de Resolución"),
    _said("term_published", "Plazo", "Term", "Plazo"),
    _of("money", "fine_mxn", "Multa", "Fine", "Monto de la multa en pesos.", "Fine in pesos.", "Monto"),
)

_THRESHOLD = (
    _of(
        "money",
        "ceiling_mxn",
        "Monto máximo",
        "Ceiling",
        "Monto máximo por operación que permite el Presupuesto de Egresos.",
        "Largest amount of one operation that the budget decree allows.",
    ),
    _choice(
        "vat_basis",
        "IVA",
        "VAT",
        ("excluded", "included", "unknown"),
        "Si el monto máximo incluye el impuesto al valor agregado.",
        "Whether the ceiling includes value added tax.",
    ),
    _said("budget_stratum", "Estrato de presupuesto", "Budget stratum", "Presupuesto autorizado"),
)

PROCUREMENT_COLUMNS = (
    *_IDENTITY,
    *_BUYER,
    *_PROCEDURE,
    *_DATES,
    *_AMOUNTS,
    *_SUPPLIER,
    *_FLAGS,
    *_LINKS,
    *_RELEASE,
    *_SANCTION,
    *_THRESHOLD,
)
