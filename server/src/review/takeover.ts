/** Services that give a released host name to the next customer who asks for it (after the list can-i-take-over-xyz). */
const SERVICES: readonly (readonly [suffix: string, service: string])[] = [
  ["agilecrm.com", "Agile CRM"],
  ["airee.ru", "Airee"],
  ["animaapp.io", "Anima"],
  ["azure-api.net", "Azure API Management"],
  ["azurecontainer.io", "Azure Container Instances"],
  ["azurecr.io", "Azure Container Registry"],
  ["azureedge.net", "Azure CDN"],
  ["azurehdinsight.net", "Azure HDInsight"],
  ["azurewebsites.net", "Azure App Service"],
  ["bitbucket.io", "Bitbucket"],
  ["blob.core.windows.net", "Azure Blob Storage"],
  ["campaignmonitor.com", "Campaign Monitor"],
  ["canny.io", "Canny"],
  ["cloudapp.azure.com", "Azure"],
  ["cloudapp.net", "Azure Cloud Services"],
  ["database.windows.net", "Azure SQL"],
  ["elasticbeanstalk.com", "AWS Elastic Beanstalk"],
  ["ghost.io", "Ghost"],
  ["github.io", "GitHub Pages"],
  ["helpjuice.com", "Help Juice"],
  ["helpscoutdocs.com", "Help Scout"],
  ["herokuapp.com", "Heroku"],
  ["herokudns.com", "Heroku"],
  ["myjetbrains.com", "JetBrains"],
  ["ngrok.io", "ngrok"],
  ["pantheonsite.io", "Pantheon"],
  ["pingdom.com", "Pingdom"],
  ["proposify.biz", "Proposify"],
  ["readthedocs.io", "Read the Docs"],
  ["readme.io", "ReadMe"],
  ["redis.cache.windows.net", "Azure Cache"],
  ["s3.amazonaws.com", "Amazon S3"],
  ["search.windows.net", "Azure Search"],
  ["servicebus.windows.net", "Azure Service Bus"],
  ["surge.sh", "Surge"],
  ["trafficmanager.net", "Azure Traffic Manager"],
  ["uptimerobot.com", "UptimeRobot"],
  ["wordpress.com", "WordPress.com"],
  ["worksites.net", "Worksites"],
];

const S3_WEBSITE = /\.s3[.-](?:website[.-])?[a-z0-9-]+\.amazonaws\.com$/;

/** The service at which a host name could be taken over once it is given up; the name is canonical. */
export function takeoverService(host: string): string | undefined {
  const name = host.replace(/\.$/, "");
  if (S3_WEBSITE.test(name)) return "Amazon S3";
  return SERVICES.find(([suffix]) => name.endsWith(`.${suffix}`))?.[1];
}
