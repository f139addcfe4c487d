resource "azurerm_dns_zone" "this" {
  name                = var.domain_name
  resource_group_name = azurerm_resource_group.dns.name
}
resource "azurerm_dns_txt_record" "apex" {
  name                = "@"
  zone_name           = azurerm_dns_zone.this.name
  resource_group_name = azurerm_resource_group.dns.name
  ttl                 = var.ttl
  dynamic "record" {
    for_each = concat(["v=spf1 include:spf.protection.outlook.com -all"], var.apex_txt)
    content {
      value = record.value
    }
  }
}
resource "azurerm_dns_txt_record" "dmarc" {
  name                = "_dmarc"
  zone_name           = azurerm_dns_zone.this.name
  resource_group_name = azurerm_resource_group.dns.name
  ttl                 = 3600
  record {
    value = "v=DMARC1; p=${var.dmarc_policy}; rua=mailto:${var.rua}"
  }
}
resource "azurerm_dns_cname_record" "dkim" {
  for_each            = toset(["selector1", "selector2"])
  name                = "${each.key}._domainkey"
  zone_name           = azurerm_dns_zone.this.name
  resource_group_name = azurerm_resource_group.dns.name
  ttl                 = 3600
  record              = "${each.key}-${replace(var.domain_name, ".", "-")}._domainkey.${var.tenant}.onmicrosoft.com"
}
resource "azurerm_dns_mx_record" "o365" {
  name                = "@"
  zone_name           = azurerm_dns_zone.this.name
  resource_group_name = azurerm_resource_group.dns.name
  ttl                 = 3600
  record {
    preference = 0
    exchange   = "${replace(var.domain_name, ".", "-")}.mail.protection.outlook.com"
  }
}
resource "azurerm_dns_a_record" "www" {
  name                = "www"
  zone_name           = azurerm_dns_zone.this.name
  resource_group_name = azurerm_resource_group.dns.name
  ttl                 = 300
  target_resource_id  = azurerm_public_ip.this.id
}
